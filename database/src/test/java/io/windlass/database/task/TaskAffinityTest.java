package io.windlass.database.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.database.Database;
import io.windlass.database.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TaskAffinityTest {
  private static final TaskSettings QUICK =
      new TaskSettings(
          4,
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(1), 3),
          Duration.ofDays(30));

  private static Database database;

  private final List<Tasks> nodes = new ArrayList<>();
  private final Map<String, String> doneBy = new ConcurrentHashMap<>();

  @BeforeAll
  static void open() {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    database = TestServer.open(TestServer.createDatabase());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @AfterEach
  void stopNodes() {
    nodes.forEach(Tasks::close);
    database
        .jdbi()
        .useHandle(handle -> handle.execute("TRUNCATE task, task_event, scheduled_tasks"));
  }

  @Test
  void work_for_a_node_goes_to_that_node_alone() {
    Tasks north = node("north");
    node("south");
    Set<String> forNorth = new HashSet<>();
    Set<String> forSouth = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      forNorth.add(north.submit(work().onNode("north"), Optional.empty()).id());
      forSouth.add(north.submit(work().onNode("south"), Optional.empty()).id());
    }
    await().until(() -> doneBy.size() == 40);
    assertThat(forNorth).allSatisfy(id -> assertThat(doneBy).containsEntry(id, "north"));
    assertThat(forSouth).allSatisfy(id -> assertThat(doneBy).containsEntry(id, "south"));
  }

  @Test
  void work_for_a_node_waits_until_the_node_is_there() {
    Tasks north = node("north");
    Task waiting = north.submit(work().onNode("south"), Optional.empty());
    Task behind = north.submit(work(), Optional.empty());
    await().until(() -> doneBy.containsKey(behind.id()));
    assertThat(north.find(waiting.id()).orElseThrow().state()).isEqualTo(TaskState.PENDING);
    node("south");
    await().until(() -> "south".equals(doneBy.get(waiting.id())));
  }

  @Test
  void what_a_dead_process_of_the_node_held_is_taken_up_at_the_next_start() {
    Tasks unstarted = database.tasks(QUICK);
    nodes.add(unstarted);
    Task task = unstarted.submit(work().onNode("north"), Optional.empty());
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                UPDATE scheduled_tasks SET picked = true, picked_by = 'killed',
                  last_heartbeat = now() + interval '1 day'
                """));
    node("north");
    await().until(() -> "north".equals(doneBy.get(task.id())));
  }

  @Test
  void a_task_of_a_transaction_exists_when_it_is_committed_and_not_otherwise() {
    Tasks north = node("north");
    assertThatThrownBy(() ->
            database
                .jdbi()
                .useTransaction(handle -> {
                  north.submit(handle, work());
                  throw new IllegalStateException("rolled back");
                }))
        .hasMessage("rolled back");
    assertThat(north.list(TaskFilter.all(), io.windlass.foundation.Page.first()).items()).isEmpty();
    Task committed = database.jdbi().inTransaction(handle -> north.submit(handle, work()));
    await().until(() -> doneBy.containsKey(committed.id()));
  }

  private static NewTask work() {
    return new NewTask("work", Optional.empty(), "{}", 1000);
  }

  private Tasks node(String id) {
    Tasks node = database.tasks(QUICK);
    nodes.add(node);
    node.start(
        id,
        List.of(
            new TaskHandler() {
              @Override
              public String kind() {
                return "work";
              }

              @Override
              public Outcome run(TaskRun run) {
                doneBy.put(run.task().id(), id);
                return Outcome.succeeded();
              }
            }),
        List.of());
    return node;
  }
}
