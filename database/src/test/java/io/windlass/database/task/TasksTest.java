package io.windlass.database.task;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.database.ChildProcess;
import io.windlass.database.Database;
import io.windlass.database.TestServer;
import io.windlass.database.task.TaskEvent.Level;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasksTest {
  private static final long ALICE = 1000;
  private static final long BOB = 1001;
  private static final TaskSettings QUICK =
      new TaskSettings(
          4,
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(1), 3),
          Duration.ofDays(30));

  private static String address;
  private static Database database;

  private final List<Tasks> nodes = new ArrayList<>();
  private Tasks tasks;

  @BeforeAll
  static void open() {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    address = TestServer.createDatabase();
    database = TestServer.open(address);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database
        .jdbi()
        .useHandle(handle -> handle.execute("TRUNCATE task, task_event, scheduled_tasks"));
    tasks = node(QUICK);
  }

  @AfterEach
  void stopNodes() {
    nodes.forEach(Tasks::close);
  }

  @Test
  void a_task_is_worked_on_to_its_end_and_tells_its_story() {
    start(
        tasks,
        run -> {
          assertThat(run.input()).isEqualTo("{\"folder\": 7}");
          assertThat(run.checkpoint()).isEmpty();
          run.save("{\"key\":\"a\\u0000b\"}", "{\"done\":1}");
          run.note(Level.WARNING, "An odd key.");
          run.check();
          return Outcome.succeeded();
        });
    Task submitted = submit(ALICE, "{\"folder\": 7}");
    assertThat(submitted.id()).startsWith("task_");
    assertThat(submitted.state()).isEqualTo(TaskState.PENDING);

    Task ended = ended(submitted);
    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.checkpoint()).contains("{\"key\":\"a\\u0000b\"}");
    assertThat(ended.progress()).contains("{\"done\":1}");
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.problem()).isEmpty();
    assertThat(ended.startedAt()).isPresent();
    assertThat(tasks.events(ended.id(), 0, 100))
        .extracting(TaskEvent::number)
        .containsExactly(1L, 2L, 3L);
    assertThat(tasks.events(ended.id(), 1, 1))
        .singleElement()
        .satisfies(event -> assertThat(event.message()).isEqualTo("An odd key."));
    await().until(() -> scheduled() == 1); // the housekeeping alone
  }

  @Test
  void the_same_request_makes_one_task() {
    Optional<String> key = Optional.of("key-1");
    Task first = tasks.submit(new NewTask("work", Optional.of("s"), "{}", ALICE), key);
    assertThat(tasks.submit(new NewTask("work", Optional.of("s"), "{}", ALICE), key).id())
        .isEqualTo(first.id());
    assertThat(tasks.submit(new NewTask("work", Optional.of("s"), "{}", BOB), key).id())
        .isNotEqualTo(first.id());
    for (NewTask other :
        List.of(
            new NewTask("work", Optional.of("s"), "{\"a\":1}", ALICE),
            new NewTask("work", Optional.empty(), "{}", ALICE),
            new NewTask("other", Optional.of("s"), "{}", ALICE))) {
      assertThatThrownBy(() -> tasks.submit(other, key))
          .hasMessageStartingWith("idempotency_key_reused");
    }
    assertThat(tasks.list(TaskFilter.all(), Page.first()).items()).hasSize(2);
  }

  @Test
  void input_that_is_not_json_makes_no_task() {
    assertThatThrownBy(() -> submit(ALICE, "{not json")).isInstanceOf(RuntimeException.class);
    assertThat(tasks.list(TaskFilter.all(), Page.first()).items()).isEmpty();
    assertThat(scheduled()).isZero();
  }

  @Test
  void a_waiting_task_is_cancelled_at_once() {
    Task cancelled = tasks.cancel(submit(ALICE, "{}").id());
    assertThat(cancelled.state()).isEqualTo(TaskState.CANCELLED);
    assertThat(cancelled.endedAt()).isPresent();
    start(
        tasks,
        _ -> {
          throw new AssertionError("must not run");
        });
    await().until(() -> scheduled() == 1);
    assertThat(tasks.find(cancelled.id())).contains(cancelled);
    assertThat(tasks.cancel(cancelled.id())).isEqualTo(cancelled);
    assertThatThrownBy(() -> tasks.cancel("task_x")).hasMessageStartingWith("task_not_found");
  }

  @Test
  void a_running_task_is_cancelled_at_its_next_save() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    start(
        tasks,
        run -> {
          run.save("1", "1");
          running.countDown();
          waitFor(cancelled);
          run.save("2", "2");
          return Outcome.succeeded();
        });
    Task task = submit(ALICE, "{}");
    waitFor(running);
    assertThat(tasks.cancel(task.id()).cancelRequested()).isTrue();
    cancelled.countDown();
    Task ended = ended(task);
    assertThat(ended.state()).isEqualTo(TaskState.CANCELLED);
    assertThat(ended.checkpoint()).contains("1");
  }

  @Test
  void a_refusal_of_the_store_fails_the_task_with_its_problem() {
    Problem denied =
        Problem.of(Kind.STORE_REFUSED, "access_denied", "The bucket is denied.")
            .withRemedy("Allow s3:ListBucket.");
    start(
        tasks,
        _ -> {
          throw denied.toException();
        });
    Task ended = ended(submit(ALICE, "{}"));
    assertThat(ended.state()).isEqualTo(TaskState.FAILED);
    assertThat(ended.problem()).contains(denied);
    assertThat(ended.attempt()).isEqualTo(1);
  }

  @Test
  void a_passing_problem_is_tried_again_from_the_checkpoint() {
    AtomicInteger attempts = new AtomicInteger();
    start(
        tasks,
        run -> {
          if (attempts.incrementAndGet() == 1) {
            run.save("\"here\"", "{}");
          }
          assertThat(run.checkpoint().orElse("\"here\"")).isEqualTo("\"here\"");
          if (attempts.get() < 8) { // more often than faults are borne
            throw Problem.of(Kind.UNAVAILABLE, "store_busy", "The store is busy.").toException();
          }
          assertThat(run.task().problem().orElseThrow().code()).isEqualTo("store_busy");
          run.save("\"there\"", "{}");
          return Outcome.succeeded();
        });
    Task ended = ended(submit(ALICE, "{}"));
    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.attempt()).isEqualTo(8);
    assertThat(ended.problem()).isEmpty();
    assertThat(tasks.events(ended.id(), 0, 100))
        .filteredOn(event -> event.level() == Level.WARNING)
        .hasSize(7);
  }

  @Test
  void patience_with_a_passing_problem_ends() {
    RetryPolicy impatient =
        new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO, 3);
    Tasks node =
        node(new TaskSettings(4, QUICK.polling(), QUICK.heartbeat(), impatient, QUICK.retention()));
    start(
        node,
        _ -> {
          throw Problem.of(Kind.UNAVAILABLE, "store_down", "The store is down.").toException();
        });
    Task ended = ended(submit(ALICE, "{}"));
    assertThat(ended.state()).isEqualTo(TaskState.FAILED);
    assertThat(ended.problem().orElseThrow().code()).isEqualTo("store_down");
    assertThat(ended.attempt()).isEqualTo(2);
  }

  @Test
  void an_unexpected_exception_is_borne_three_times_and_not_told() {
    start(
        tasks,
        _ -> {
          throw new IllegalStateException("password=hunter2");
        });
    Task ended = ended(submit(ALICE, "{}"));
    assertThat(ended.state()).isEqualTo(TaskState.FAILED);
    assertThat(ended.attempt()).isEqualTo(3);
    assertThat(ended.problem().orElseThrow().code()).isEqualTo("internal_error");
    assertThat(ended.toString()).doesNotContain("hunter2");
    assertThat(tasks.events(ended.id(), 0, 100).toString()).doesNotContain("hunter2");
  }

  @Test
  void an_error_of_the_machine_is_borne_three_times_too() {
    start(
        tasks,
        _ -> {
          throw new StackOverflowError();
        });
    Task ended = ended(submit(ALICE, "{}"));
    assertThat(ended.state()).isEqualTo(TaskState.FAILED);
    assertThat(ended.attempt()).isEqualTo(3);
  }

  @Test
  void a_task_with_nothing_to_do_now_goes_on_later() {
    AtomicInteger attempts = new AtomicInteger();
    start(
        tasks,
        _ ->
            attempts.incrementAndGet() < 3
                ? Outcome.later(Duration.ofMillis(1))
                : Outcome.succeeded());
    assertThat(ended(submit(ALICE, "{}")).attempt()).isEqualTo(3);
  }

  @Test
  void a_task_that_waits_goes_on_at_once_when_it_is_hurried() {
    start(
        tasks,
        run -> {
          if (run.task().attempt() == 1) {
            tasks.hurry("work", "subject-1"); // while it runs
          }
          return run.task().attempt() < 3
              ? Outcome.later(Duration.ofHours(1))
              : Outcome.succeeded();
        });
    Task task =
        tasks.submit(new NewTask("work", Optional.of("subject-1"), "{}", ALICE), Optional.empty());
    await()
        .until(() -> {
          Task now = tasks.find(task.id()).orElseThrow();
          return now.attempt() == 2 && now.state() == TaskState.PENDING;
        });
    await()
        .until(() -> {
          tasks.hurry("work", "subject-1");
          return tasks.find(task.id()).orElseThrow().state() == TaskState.SUCCEEDED;
        });
    assertThat(tasks.find(task.id()).orElseThrow().attempt()).isEqualTo(3);
  }

  @Test
  void two_nodes_share_the_work_and_nothing_is_done_twice() {
    TaskSettings one =
        new TaskSettings(1, QUICK.polling(), QUICK.heartbeat(), QUICK.retries(), QUICK.retention());
    Set<String> done = ConcurrentHashMap.newKeySet();
    CyclicBarrier both = new CyclicBarrier(2);
    Function<TaskRun, Outcome> work =
        run -> {
          assertThat(done.add(run.task().id())).isTrue();
          try {
            both.await(60, SECONDS); // each node does one task at a time, so two nodes are here
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return Outcome.succeeded();
        };
    start(node(one), work);
    start(node(one), work);
    Set<String> submitted = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      submitted.add(submit(ALICE, "{}").id());
    }
    for (String id : submitted) {
      Task ended = ended(tasks.find(id).orElseThrow());
      assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(ended.attempt()).isEqualTo(1);
    }
    assertThat(done).isEqualTo(submitted);
  }

  @Test
  void an_attempt_thought_dead_can_write_nothing_any_more() {
    database.jdbi().useHandle(handle -> handle.execute("CREATE TABLE result (text text)"));
    CountDownLatch stalled = new CountDownLatch(1);
    CountDownLatch superseded = new CountDownLatch(1);
    CountDownLatch checked = new CountDownLatch(1);
    List<Throwable> refusals = new ArrayList<>();
    Function<TaskRun, Outcome> work =
        run -> {
          if (run.task().attempt() == 1) {
            run.save("1", "{}");
            stalled.countDown();
            waitFor(superseded);
            refusals.add(refusal(() -> run.save("\"dead\"", "{}")));
            refusals.add(refusal(run::check));
            refusals.add(refusal(() -> run.note(Level.INFO, "dead")));
            refusals.add(
                refusal(() ->
                    database
                        .jdbi()
                        .useTransaction(handle -> {
                          insert(handle, "dead");
                          run.save(handle, "\"dead\"", "{}");
                        })));
            checked.countDown();
            run.check();
            return Outcome.failed(Problem.of(Kind.INTERNAL, "dead", "Dead."));
          }
          assertThat(run.checkpoint()).contains("1");
          superseded.countDown();
          waitFor(checked);
          database
              .jdbi()
              .useTransaction(handle -> {
                insert(handle, "alive");
                run.save(handle, "2", "{}");
              });
          return Outcome.succeeded();
        };
    start(tasks, work);
    start(node(QUICK), work);
    Task task = submit(ALICE, "{}");
    waitFor(stalled);
    // what a node does that holds the owner for dead
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                UPDATE scheduled_tasks SET picked = false, picked_by = NULL,
                  last_heartbeat = NULL, version = version + 1 WHERE task_name = 'work'
                """));
    Task ended = ended(task);
    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(ended.checkpoint()).contains("2");
    assertThat(refusals).hasSize(4).allMatch(TaskStopped.class::isInstance);
    List<String> results =
        database
            .jdbi()
            .withHandle(
                handle -> handle.createQuery("SELECT text FROM result").mapTo(String.class).list());
    assertThat(results).containsExactly("alive");
  }

  @Test
  void a_stopping_node_gives_its_tasks_back() {
    CountDownLatch running = new CountDownLatch(1);
    Tasks stopping = node(QUICK);
    start(
        stopping,
        run -> {
          for (int i = 1; ; i++) {
            run.save(Integer.toString(i), "{}");
            running.countDown();
          }
        });
    Task task = submit(ALICE, "{}");
    waitFor(running);
    stopping.close();
    assertThat(tasks.find(task.id()).orElseThrow().state()).isEqualTo(TaskState.PENDING);
    start(
        tasks,
        run -> {
          assertThat(run.checkpoint()).isPresent();
          return Outcome.succeeded();
        });
    assertThat(ended(task).attempt()).isEqualTo(2);
  }

  /** A node to be killed: it saves checkpoints without end. */
  static final class Node {
    private Node() {}

    public static void main(String[] arguments) throws InterruptedException {
      Database database =
          Database.at(
              arguments[0],
              Optional.of("windlass"),
              Optional.of(Secret.of(System.getenv("PASSWORD"))));
      start(
          database.tasks(QUICK),
          run -> {
            for (int i = 1; ; i++) {
              run.save(Integer.toString(i), "{}");
              System.out.println(i);
            }
          });
      new CountDownLatch(1).await();
    }
  }

  @Test
  void after_kill_9_another_node_goes_on_from_the_last_checkpoint() throws Exception {
    Task task = submit(ALICE, "{}");
    try (ChildProcess child =
        ChildProcess.start(Node.class, Map.of("PASSWORD", TestServer.password()), address)) {
      for (int line = 0; line < 20; line++) {
        child.line();
      }
      child.kill();
    }
    assertThat(tasks.find(task.id()).orElseThrow().state()).isEqualTo(TaskState.ACTIVE);
    AtomicInteger from = new AtomicInteger();
    start(
        tasks,
        run -> {
          from.set(Integer.parseInt(run.checkpoint().orElseThrow()));
          return Outcome.succeeded();
        });
    Task ended = ended(task);
    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(from.get()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void lists_are_filtered_and_come_page_by_page_newest_first() {
    List<String> submitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      submitted.addFirst(submit(ALICE, "{}").id());
    }
    submit(BOB, "{}");
    tasks.cancel(submitted.getFirst());
    List<String> seen = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<Task> page = tasks.list(TaskFilter.createdBy(ALICE), new Page(cursor, 2));
      page.items().forEach(task -> seen.add(task.id()));
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    assertThat(seen).isEqualTo(submitted);
    TaskFilter cancelled =
        new TaskFilter(
            Optional.of("work"), Optional.empty(), Optional.empty(), Set.of(TaskState.CANCELLED));
    assertThat(tasks.list(cancelled, Page.first()).items())
        .extracting(Task::id)
        .containsExactly(submitted.getFirst());
    TaskFilter about =
        new TaskFilter(Optional.empty(), Optional.of("7"), Optional.empty(), Set.of());
    assertThat(tasks.list(about, Page.first()).items()).isEmpty();
    assertThatThrownBy(() -> tasks.list(about, new Page(Optional.of("x"), 1)))
        .hasMessageStartingWith("invalid_cursor");
  }

  @Test
  void a_task_keeps_its_last_events_only() {
    start(
        tasks,
        run -> {
          for (int i = 0; i < TaskEvent.KEPT + 10; i++) {
            run.note(Level.INFO, "event");
          }
          return Outcome.succeeded();
        });
    Task ended = ended(submit(ALICE, "{}"));
    List<TaskEvent> events = tasks.events(ended.id(), 0, 10_000);
    assertThat(events).hasSize(TaskEvent.KEPT);
    assertThat(events.getLast().number()).isEqualTo(TaskEvent.KEPT + 12);
  }

  @Test
  void recurring_work_recurs_also_after_a_failure() {
    CountDownLatch runs = new CountDownLatch(3);
    tasks.start(
        List.of(),
        List.of(
            new RecurringWork(
                "sweep",
                Duration.ofMillis(1),
                () -> {
                  runs.countDown();
                  throw new IllegalStateException("swept badly");
                })));
    waitFor(runs);
  }

  @Test
  void ended_tasks_are_forgotten_after_their_time() {
    Task old = tasks.cancel(submit(ALICE, "{}").id());
    Task open = submit(ALICE, "{}");
    Tasks forgetful =
        node(
            new TaskSettings(
                1, QUICK.polling(), QUICK.heartbeat(), QUICK.retries(), Duration.ZERO));
    forgetful.start(List.of(), List.of());
    await().until(() -> tasks.find(old.id()).isEmpty());
    assertThat(tasks.find(open.id())).isPresent();
  }

  private Tasks node(TaskSettings settings) {
    Tasks node = database.tasks(settings);
    nodes.add(node);
    return node;
  }

  private static void start(Tasks node, Function<TaskRun, Outcome> work) {
    node.start(
        List.of(
            new TaskHandler() {
              @Override
              public String kind() {
                return "work";
              }

              @Override
              public Outcome run(TaskRun run) {
                return work.apply(run);
              }
            }),
        List.of());
  }

  private Task submit(long user, String input) {
    return tasks.submit(new NewTask("work", Optional.empty(), input, user), Optional.empty());
  }

  private Task ended(Task task) {
    return await().until(() -> tasks.find(task.id()).orElseThrow(), now -> now.state().ended());
  }

  private int scheduled() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("SELECT count(*) FROM scheduled_tasks").mapTo(int.class).one());
  }

  private static void insert(Handle handle, String text) {
    handle.execute("INSERT INTO result VALUES (?)", text);
  }

  private static Throwable refusal(Runnable write) {
    try {
      write.run();
      return new AssertionError("was taken");
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      if (!latch.await(60, SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
