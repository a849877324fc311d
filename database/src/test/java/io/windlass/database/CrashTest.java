package io.windlass.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes that own an embedded server, and that server. */
class CrashTest {
  private static final int WRITERS = 4;

  @TempDir static Path directory;

  /** The process to be killed: commits numbers and says each one that was acknowledged. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws InterruptedException {
      Database database = Database.embedded(Path.of(arguments[0]));
      Runtime.getRuntime().addShutdownHook(new Thread(database::close));
      AtomicLong numbers = new AtomicLong(Long.parseLong(arguments[1]));
      List<Thread> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        writers.add(Thread.ofPlatform().start(() -> write(database, numbers)));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }

    private static void write(Database database, AtomicLong numbers) {
      while (true) {
        long number = numbers.incrementAndGet();
        database
            .jdbi()
            .useHandle(handle -> handle.execute("INSERT INTO number VALUES (?)", number));
        synchronized (Writer.class) {
          System.out.println(number);
        }
      }
    }
  }

  @Test
  void nothing_acknowledged_is_lost_by_kill_9_of_the_owner() throws Exception {
    createTable();
    List<Long> acknowledged = new ArrayList<>();
    for (int round = 1; round <= 3; round++) {
      acknowledged.addAll(killWriter(round));
      assertThat(serverProcess()).as("the server outlives its owner").isPresent();
    }
    assertStored(acknowledged);
    assertThat(serverProcess()).as("the next owner stops it").isEmpty();
  }

  @Test
  void nothing_acknowledged_is_lost_by_kill_9_of_owner_and_server() throws Exception {
    createTable();
    List<Long> acknowledged = killWriter(1);
    ProcessHandle server = serverProcess().orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(server.children().toList());
    all.addFirst(server);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
    assertStored(acknowledged);
  }

  @Test
  void a_number_that_another_process_has_by_now_does_not_hinder_the_start() throws Exception {
    createTable();
    Path pidFile = directory.resolve("postgres/data/postmaster.pid");
    Files.writeString(
        pidFile, ProcessHandle.current().pid() + "\n" + directory.resolve("postgres/data") + "\n");
    assertStored(List.of());
  }

  @Test
  void what_a_killed_first_start_left_unfinished_is_made_anew(@TempDir Path fresh)
      throws Exception {
    Path postgres = fresh.resolve("postgres");
    Files.createDirectories(postgres.resolve("data.new").resolve("base"));
    Files.createDirectories(postgres.resolve("programs").resolve("abc.new").resolve("bin"));
    Files.writeString(postgres.resolve("password.abc.new"), "");
    Database.embedded(fresh).close();
    assertThat(postgres.resolve("data.new")).doesNotExist();
    assertThat(postgres.resolve("programs").resolve("abc.new")).doesNotExist();
  }

  @Test
  void sigterm_stops_the_server_too() throws Exception {
    createTable();
    try (ChildProcess child =
        ChildProcess.start(Writer.class, Map.of(), directory.toString(), "0")) {
      child.line();
      child.terminate();
    }
    assertThat(serverProcess()).isEmpty();
    assertThat(directory.resolve("postgres/data/postmaster.pid")).doesNotExist();
  }

  /** An owner that never closes. */
  static final class Careless {
    private Careless() {}

    public static void main(String[] arguments) throws InterruptedException {
      EmbeddedPostgres.start(Path.of(arguments[0]).resolve("postgres"), Duration.ofMillis(1));
      System.out.println("started");
      new CountDownLatch(1).await();
    }
  }

  @Test
  void sigterm_stops_a_server_that_nobody_closes() throws Exception {
    createTable();
    try (ChildProcess child = ChildProcess.start(Careless.class, Map.of(), directory.toString())) {
      child.line();
      child.terminate();
    }
    assertThat(serverProcess()).isEmpty();
  }

  private void createTable() {
    try (Database database = Database.embedded(directory)) {
      database
          .jdbi()
          .useHandle(handle -> {
            handle.execute("DROP TABLE IF EXISTS number");
            handle.execute("CREATE TABLE number (number bigint)");
          });
    }
  }

  /** Kills a process in the middle of its commits; answers what it had been told was safe. */
  private List<Long> killWriter(int round) throws Exception {
    List<Long> acknowledged = new ArrayList<>();
    try (ChildProcess child =
        ChildProcess.start(
            Writer.class, Map.of(), directory.toString(), Long.toString(round * 1_000_000L))) {
      for (int line = 0; line < 200; line++) {
        acknowledged.add(Long.parseLong(child.line()));
      }
      child.kill();
    }
    return acknowledged;
  }

  private void assertStored(List<Long> acknowledged) {
    try (Database database = Database.embedded(directory)) {
      List<Long> stored =
          database
              .jdbi()
              .withHandle(handle ->
                  handle.createQuery("SELECT number FROM number").mapTo(Long.class).list());
      assertThat(stored).containsAll(acknowledged).doesNotHaveDuplicates();
    }
  }

  private Optional<ProcessHandle> serverProcess() throws Exception {
    Path pidFile = directory.resolve("postgres/data/postmaster.pid");
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()));
  }
}
