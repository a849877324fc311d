package io.windlass.catalog.registration;

import static io.windlass.catalog.lab.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.windlass.catalog.ChildrenQuery;
import io.windlass.catalog.Entry;
import io.windlass.catalog.EntryType;
import io.windlass.catalog.Role;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.lab.Lab;
import io.windlass.catalog.registration.Registrations.ObjectToRegister;
import io.windlass.connection.location.Location;
import io.windlass.database.task.Outcome;
import io.windlass.database.task.Task;
import io.windlass.database.task.TaskEvent;
import io.windlass.database.task.TaskHandler;
import io.windlass.database.task.TaskRun;
import io.windlass.database.task.TaskState;
import io.windlass.foundation.Problem.Kind;
import io.windlass.testing.S3TestStore.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Objects that are there already become files, the same in front of every store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RegistrationContract {
  private static final int BATCH = 10;

  /** What attempts see of their run; tests of trouble put something between. */
  private final AtomicReference<UnaryOperator<TaskRun>> between =
      new AtomicReference<>(UnaryOperator.identity());

  Lab lab;
  Registrations registrations;

  abstract Lab open();

  @BeforeAll
  void start() {
    lab = open();
    PrefixRegistration handler =
        new PrefixRegistration(lab.database.jdbi(), lab.catalog, lab.locations, lab.users, BATCH);
    registrations = new Registrations(lab.catalog, lab.locations, lab.tasks, handler);
    lab.tasks.start(
        List.of(
            new TaskHandler() {
              @Override
              public String kind() {
                return handler.kind();
              }

              @Override
              public Outcome run(TaskRun run) {
                return handler.run(between.get().apply(run));
              }
            }),
        List.of());
  }

  @AfterAll
  void stop() {
    lab.close();
  }

  @Test
  void one_object_becomes_a_file_with_its_facts() {
    Location location = lab.location("one", true);
    Entry folder = lab.folder(location);
    lab.put("one/deep/ü x.csv", "hello");

    Entry file =
        registrations.registerObject(
            lab.ann, folder.id(), "one/deep/ü x.csv", Optional.empty(), Optional.empty());
    StoredFile stored = file.version().orElseThrow().file();

    assertThat(file.name()).isEqualTo("ü x.csv");
    assertThat(file.parentId()).contains(folder.id());
    assertThat(stored.key()).isEqualTo("one/deep/ü x.csv");
    assertThat(stored.size()).isEqualTo(5);
    assertThat(stored.md5()).contains("5d41402abc4b2a76b9719d911017c592");
    assertThat(stored.storeEtag()).contains("5d41402abc4b2a76b9719d911017c592");
    assertThat(stored.written()).isFalse();
    assertThat(stored.locationId()).isEqualTo(location.id());
    assertThat(
            registrations.registerObject(
                lab.ann, folder.id(), "one/deep/ü x.csv", Optional.empty(), Optional.empty()))
        .isEqualTo(file);
    assertThat(
            registrations
                .registerObject(
                    lab.ann, folder.id(), "one/deep/ü x.csv", Optional.of("y"), Optional.empty())
                .name())
        .isEqualTo("y");
  }

  @Test
  void one_object_that_cannot_be_a_file_is_refused() {
    Entry folder = lab.folder(lab.location("refused/base", true));
    lab.put("refused/base2/x", "beside");
    lab.put("refused/base/owner.txt", "ann");
    lab.put("refused/base/a", "1");
    lab.put("refused/base/b", "2");

    register(folder, "refused/base/a", Optional.empty());
    assertRefused(
        Kind.CONFLICT, "name_taken", () -> register(folder, "refused/base/b", Optional.of("a")));
    assertRefused(
        Kind.INVALID,
        "key_outside_location",
        () -> register(folder, "refused/base2/x", Optional.empty()));
    assertRefused(
        Kind.INVALID,
        "owner_file",
        () -> register(folder, "refused/base/owner.txt", Optional.empty()));
    assertRefused(
        Kind.INVALID,
        "object_not_found",
        () -> register(folder, "refused/base/none", Optional.empty()));
    assertRefused(
        Kind.INVALID, "invalid_name", () -> register(folder, "refused/base/b", Optional.of("..")));
  }

  @Test
  void a_stored_file_of_an_object_needs_a_location_of_ones_own_and_an_object_that_is_there() {
    Location location = lab.location("stored/base", true);
    lab.put("stored/base/x", "hello");
    lab.put("stored/base2/x", "hello");

    StoredFile file = registrations.registerFile(lab.ann, object(location, "stored/base/x", 5L));
    assertThat(file.size()).isEqualTo(5);
    assertThat(file.md5()).contains("0".repeat(32));
    assertThat(file.fileName()).isEqualTo("given");
    assertThat(file.written()).isFalse();

    assertRefused(
        Kind.FORBIDDEN,
        "location_of_other",
        () -> registrations.registerFile(lab.bob, object(location, "stored/base/x", 5L)));
    assertRefused(
        Kind.INVALID,
        "size_differs",
        () -> registrations.registerFile(lab.ann, object(location, "stored/base/x", 6L)));
    assertRefused(
        Kind.INVALID,
        "key_outside_location",
        () -> registrations.registerFile(lab.ann, object(location, "stored/base2/x", 5L)));
    assertRefused(
        Kind.INVALID,
        "object_not_found",
        () -> registrations.registerFile(lab.ann, object(location, "stored/base/none", 5L)));
    assertRefused(
        Kind.INVALID,
        "location_not_external",
        () ->
            registrations.registerFile(
                lab.ann, object(lab.locationNumbered(1), "stored/base/x", 5L)));
  }

  @Test
  void a_prefix_becomes_folders_and_files_and_again_makes_nothing_more() {
    Entry folder = lab.folder(lab.location("tree", true));
    List<String> keys =
        List.of("tree/a.csv", "tree/b/c.csv", "tree/b/d/e.csv", "tree/ü/名.txt", "tree/z");
    keys.forEach(key -> lab.put(key, key));
    lab.put("tree/owner.txt", "ann");
    lab.put("tree2/x", "beside");

    Task task = submit(lab.ann, folder, "tree");
    assertThat(ended(task).state()).isEqualTo(TaskState.SUCCEEDED);

    assertThat(paths(folder)).containsExactly("a.csv", "b/c.csv", "b/d/e.csv", "z", "ü/名.txt");
    assertThat(progress(task))
        .isEqualTo(
            "{\"lastKey\":\"tree/ü/名.txt\",\"listed\":6,\"registered\":5,\"skipped\":0,"
                + "\"ignored\":1,\"refused\":{}}");
    lab.put("tree/b/new", "new");
    Task again = submit(lab.ann, folder, "tree/");
    assertThat(ended(again).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(paths(folder))
        .containsExactly("a.csv", "b/c.csv", "b/d/e.csv", "b/new", "z", "ü/名.txt");
    assertThat(progress(again)).contains("\"registered\":1,\"skipped\":5");
  }

  @Test
  void part_of_a_location_is_registered_below_its_own_root() {
    Entry folder = lab.folder(lab.location("part", true));
    lab.put("part/run1/x", "1");
    lab.put("part/run10/x", "2");

    assertThat(ended(submit(lab.ann, folder, "part/run1")).state()).isEqualTo(TaskState.SUCCEEDED);

    assertThat(paths(folder)).containsExactly("x");
    assertRefused(
        Kind.INVALID, "prefix_outside_location", () -> submit(lab.ann, folder, "elsewhere/"));
    assertRefused(Kind.INVALID, "prefix_outside_location", () -> submit(lab.ann, folder, "par"));
  }

  @Test
  void keys_that_are_no_paths_are_counted_and_named_and_never_renamed() {
    Assumptions.assumeTrue(lab.can(Capability.EVERY_KEY), "the store has no such keys");
    Entry folder = lab.folder(lab.location("odd", true));
    List<String> odd = List.of("odd/a//b", "odd/./c", "odd/../d", "odd/ e", "odd/f /g", "odd/h\ni");
    odd.forEach(key -> lab.put(key, key));
    lab.put("odd/dir/", "");
    lab.put("odd/taken", "a file of the name of a folder");
    lab.put("odd/taken/x", "a file below it");
    lab.put("odd/fine", "fine");

    Task task = submit(lab.ann, folder, "");
    Task ended = ended(task);

    assertThat(ended.state()).isEqualTo(TaskState.FAILED);
    assertThat(ended.problem().orElseThrow().code()).isEqualTo("objects_refused");
    assertThat(ended.problem().orElseThrow().message()).startsWith("7 of 10 objects");
    assertThat(progress(task))
        .contains("\"listed\":10,\"registered\":2,\"skipped\":0,\"ignored\":1")
        .contains("\"invalid_name\":6")
        .contains("\"name_taken\":1");
    List<String> events =
        lab.tasks.events(task.id(), 0, 100).stream().map(TaskEvent::message).toList();
    for (String key : odd) {
      String shown = "'" + key.replace("\n", "\\u000a") + "'";
      assertThat(events).anyMatch(event -> event.contains(shown));
    }
    assertThat(events).anyMatch(event -> event.contains("'odd/taken"));
    assertThat(paths(folder)).hasSize(2).contains("fine").containsAnyOf("taken", "taken/x");
  }

  @Test
  void an_attempt_that_died_is_taken_up_behind_its_last_batch_without_doubling() {
    Entry folder = lab.folder(lab.location("resume", true));
    for (int i = 0; i < 30; i++) {
      lab.put("resume/f%02d".formatted(i), "x");
    }
    AtomicInteger saves = new AtomicInteger();
    List<String> whenItDied = new CopyOnWriteArrayList<>();
    between.set(run ->
        new SavingRun(
            run,
            () -> {
              if (saves.incrementAndGet() == 2) {
                whenItDied.addAll(paths(folder));
                throw new IllegalStateException("died");
              }
            }));
    Task task = submit(lab.ann, folder, "");
    assertThat(ended(task).state()).isEqualTo(TaskState.SUCCEEDED);
    between.set(UnaryOperator.identity());

    assertThat(whenItDied).hasSize(20); // the second batch, which its own transaction sees
    assertThat(ended(task).attempt()).isEqualTo(2);
    assertThat(paths(folder)).hasSize(30);
    assertThat(progress(task)).contains("\"listed\":30,\"registered\":30,\"skipped\":0");
  }

  @Test
  void a_task_that_is_cancelled_keeps_what_it_has_made() {
    Entry folder = lab.folder(lab.location("cancelled", true));
    for (int i = 0; i < 30; i++) {
      lab.put("cancelled/f%02d".formatted(i), "x");
    }
    AtomicInteger saves = new AtomicInteger();
    between.set(run ->
        new SavingRun(
            run,
            () -> {
              if (saves.incrementAndGet() == 2) {
                separately(() -> lab.tasks.cancel(run.task().id()));
              }
            }));
    Task task = submit(lab.ann, folder, "");
    assertThat(ended(task).state()).isEqualTo(TaskState.CANCELLED);
    between.set(UnaryOperator.identity());

    assertThat(paths(folder)).hasSize(10);
  }

  @Test
  void only_who_could_read_all_of_the_location_may_register_it() {
    Entry plain = lab.folder(lab.location("whose", false));
    Entry keyed = lab.folder(lab.location("whose-sts", true));
    lab.put("whose/x", "x");
    lab.put("whose-sts/x", "x");
    for (Entry folder : List.of(plain, keyed)) {
      assertRefused(Kind.FORBIDDEN, "access_denied", () -> submit(lab.bob, folder, ""));
      lab.catalog
          .accessLists()
          .setRole(lab.ann, folder.projectId(), lab.bob.user().id(), Role.EDITOR);
    }

    assertRefused(Kind.FORBIDDEN, "location_of_other", () -> submit(lab.bob, plain, ""));
    assertThat(ended(submit(lab.bob, keyed, "")).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(paths(keyed)).containsExactly("x");
  }

  @Test
  void who_has_lost_the_right_meanwhile_registers_no_more() {
    Entry keyed = lab.folder(lab.location("lost", true));
    lab.put("lost/x", "x");
    lab.catalog.accessLists().setRole(lab.ann, keyed.projectId(), lab.bob.user().id(), Role.EDITOR);
    between.set(run -> {
      separately(() ->
          lab.catalog
              .accessLists()
              .setRole(lab.ann, keyed.projectId(), lab.bob.user().id(), Role.READER));
      return run;
    });
    Task ended = ended(submit(lab.bob, keyed, ""));
    between.set(UnaryOperator.identity());

    assertThat(ended.state()).isEqualTo(TaskState.FAILED);
    assertThat(ended.problem().orElseThrow().code()).isEqualTo("access_denied");
    assertThat(paths(keyed)).isEmpty();
  }

  @Test
  void a_bucket_that_is_not_there_is_a_refusal_and_no_empty_task() {
    Location location = lab.locationIn("no-such-bucket-" + lab.bucket, "x");
    Entry folder = lab.folder(location);

    assertThatThrownBy(() -> submit(lab.ann, folder, "")).hasMessageContaining("bucket");
  }

  private Entry register(Entry folder, String key, Optional<String> name) {
    return registrations.registerObject(lab.ann, folder.id(), key, name, Optional.empty());
  }

  private static ObjectToRegister object(Location location, String key, long size) {
    return new ObjectToRegister(
        location.id(),
        location.bucket(),
        key,
        Optional.of("0".repeat(32)),
        Optional.of("given"),
        Optional.empty(),
        Optional.of(size));
  }

  private Task submit(Caller caller, Entry folder, String prefix) {
    return registrations.registerPrefix(caller, folder.id(), prefix, Optional.empty());
  }

  private Task ended(Task task) {
    return await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> lab.tasks.find(task.id()).orElseThrow(), now -> now.state().ended());
  }

  /** On a thread of its own, outside the transaction of this one. */
  private static void separately(Runnable work) {
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.runAsync(work, thread).join();
    }
  }

  /** A run that does something before each save. */
  private record SavingRun(TaskRun run, Runnable before) implements TaskRun {
    @Override
    public Task task() {
      return run.task();
    }

    @Override
    public void save(String checkpoint, String progress) {
      before.run();
      run.save(checkpoint, progress);
    }

    @Override
    public void save(Handle transaction, String checkpoint, String progress) {
      before.run();
      run.save(transaction, checkpoint, progress);
    }

    @Override
    public void check() {
      run.check();
    }

    @Override
    public void note(TaskEvent.Level level, String message) {
      run.note(level, message);
    }
  }

  private String progress(Task task) {
    return lab.tasks.find(task.id()).orElseThrow().progress().orElseThrow();
  }

  private List<String> paths(Entry folder) {
    List<String> paths = new ArrayList<>();
    collect(folder, "", paths);
    return List.copyOf(new TreeSet<>(paths));
  }

  private void collect(Entry folder, String path, List<String> paths) {
    for (Entry child :
        lab.catalog
            .entries()
            .children(lab.ann, Optional.of(folder.id()), ChildrenQuery.BY_NAME)
            .entries()) {
      if (child.type() == EntryType.FILE) {
        paths.add(path + child.name());
      } else {
        collect(child, path + child.name() + "/", paths);
      }
    }
  }
}
