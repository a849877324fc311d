package io.windlass.bench;

import io.windlass.bench.PlainFileSystem.Kind;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A directory that is a bucket: a Windlass link beside {@code s3fs} and {@code rclone mount}, with
 * plain file systems as the limit. Many keys are listed by a store that only lists, contents come
 * from one that costs little in a process of its own, and how soon a change is seen on the other
 * side is measured with Ceph, which posts what happens. CPU is that of the program that is run and
 * of the processes behind the directory together; the store's is not counted. Every step has a
 * limit: what takes longer, or fails, is a cell that says so.
 */
final class FileSystemBenchmark {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final String BUCKET = "bench";
  private static final String PREFIX = "tree";
  private static final String READER = "/usr/bin/python3";
  private static final String RANDOM_READS =
      """
      import os, random, sys
      file = os.open(sys.argv[1], os.O_RDONLY)
      size = os.fstat(file).st_size
      random.seed(int(sys.argv[2]))
      for _ in range(100):
          at = random.randrange(0, size - 65536)
          if len(os.pread(file, 65536, at)) != 65536:
              sys.exit("a short read at %d" % at)
      """;

  private final int rounds;
  private final int files;
  private final int keys;
  private final long large;

  /**
   * A run.
   *
   * @param percent of 5,000 files, 1 GiB and 200,000 keys
   */
  FileSystemBenchmark(int rounds, int percent) {
    this.rounds = rounds;
    this.files = 50 * percent;
    this.keys = 2_000 * percent;
    this.large = (1L << 30) * percent / 100;
  }

  void run() throws Exception {
    section("keys", () -> new KeysBenchmark(keys, LinkedDirectory.Import.LISTED).run());
    runContents();
    runLatencies();
  }

  void runContents() throws InterruptedException {
    section("contents", () -> with(this::contents));
  }

  void runLatencies() throws InterruptedException {
    section("latencies", () -> with(scratch -> new LatencyBenchmark(scratch).run()));
  }

  private interface InDirectory {
    void run(Path scratch) throws Exception;
  }

  private static void with(InDirectory work) throws Exception {
    Path scratch = Files.createTempDirectory("windlass-bench");
    try {
      work.run(scratch);
    } finally {
      Scratch.delete(scratch);
    }
  }

  private interface Section {
    void run() throws Exception;
  }

  /** One that fails does not keep the next from its turn. */
  private static void section(String name, Section section) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      section.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      System.out.printf("%nno table of %s: %s%n", name, e.getMessage());
      e.printStackTrace();
    }
    System.out.printf("(%s took %.0f s)%n", name, (System.nanoTime() - begin) / 1e9);
  }

  private void contents(Path scratch) throws Exception {
    Path local = scratch.resolve("local");
    Scratch.files(local.resolve("small"), files, 4_096);
    Files.createDirectories(local.resolve("large"));
    Scratch.file(local.resolve("large/one.bin"), large, 1);
    try (QuickProcess store = QuickProcess.start(scratch.resolve("store"));
        ObjectStore objects = store.open()) {
      String endpoint = store.endpoint().toString();
      Map<String, String> environment = Rclone.environment(endpoint, "BENCHKEY", "bench-secret");
      Measured.run(Rclone.copy(local, BUCKET + "/" + PREFIX), environment, LIMIT);
      try (Rows rows =
          new Rows(
              "%,d x 4 KiB and 1 x %,d MiB".formatted(files, large >> 20),
              rounds,
              List.of(
                  Absent.orMade(
                      "Windlass",
                      () ->
                          LinkedDirectory.over(
                              Setting.document(
                                  store.endpoint(), "BENCHKEY", "bench-secret", Optional.empty()),
                              BUCKET,
                              PREFIX,
                              scratch.resolve("windlass"),
                              LinkedDirectory.Import.LISTED)),
                  Absent.orMade(
                      "s3fs",
                      () ->
                          FuseMount.s3fs(
                              scratch.resolve("s3fs"),
                              BUCKET + ":/" + PREFIX,
                              endpoint,
                              "BENCHKEY:bench-secret")),
                  Absent.orMade(
                      "rclone mount",
                      () ->
                          FuseMount.rclone(
                              scratch.resolve("rclone"),
                              Rclone.remote(BUCKET + "/" + PREFIX),
                              environment)),
                  plain(Kind.EXT4, scratch, local),
                  plain(Kind.XFS, scratch, local)))) {
        read(rows);
        rows.add(
            "%,d files written, until all are objects".formatted(files),
            Rows::unprepared,
            (directory, round) -> export(directory, round, local.resolve("small"), objects));
      }
    }
  }

  private static Mounted plain(Kind kind, Path scratch, Path local) {
    return Absent.orMade(
        kind.title(),
        () -> {
          PlainFileSystem plain = PlainFileSystem.make(kind, scratch, 8L << 30);
          Measured.run(List.of("cp", "-r", local + "/.", plain.path().toString()), Map.of(), LIMIT);
          return plain;
        });
  }

  private void read(Rows rows) throws InterruptedException {
    rows.add(
        "first read of %,d x 4 KiB".formatted(files),
        Mounted::forgetContents,
        (directory, _) -> small(directory));
    rows.add(
        "read again, all on the disk",
        settled(FileSystemBenchmark::small),
        (directory, _) -> fewTimes(() -> small(directory)));
    rows.add(
        "first read of 1 x %,d MiB".formatted(large >> 20),
        Mounted::forgetContents,
        (directory, _) -> large(directory));
    rows.add(
        "read again, all on the disk",
        settled(FileSystemBenchmark::large),
        (directory, _) -> fewTimes(() -> large(directory)));
    // by processes that have done it before: those that learn while they run pay once
    rows.add(
        "first read of it, once more", Mounted::forgetContents, (directory, _) -> large(directory));
    rows.add(
        "100 reads of 64 KiB anywhere in it",
        Mounted::forgetContents,
        (directory, round) -> random(directory, round));
  }

  /**
   * What the first reading brought is written to the disk, and read once without being measured.
   */
  private static Rows.Preparation settled(Rows.Preparation reading) {
    return directory -> {
      directory.settle();
      reading.prepare(directory);
    };
  }

  /** The median of some: a tenth of a second says little by itself. */
  private static Measured fewTimes(Callable<Measured> work) throws Exception {
    List<Measured> all = new ArrayList<>();
    for (int time = 0; time < 9; time++) {
      all.add(work.call());
    }
    return Measured.median(all);
  }

  private static Measured small(Mounted directory) throws Exception {
    return directory.measure(
        List.of(
            "sh",
            "-c",
            "find \"$0\" -type f -print0 | xargs -0 cat > /dev/null",
            directory.path().resolve("small").toString()),
        LIMIT);
  }

  private static Measured large(Mounted directory) throws Exception {
    return directory.measure(
        List.of(
            "dd",
            "if=" + directory.path().resolve("large/one.bin"),
            "of=/dev/null",
            "bs=1M",
            "status=none"),
        LIMIT);
  }

  private static Measured random(Mounted directory, int round) throws Exception {
    return directory.measure(
        List.of(
            READER,
            "-c",
            RANDOM_READS,
            directory.path().resolve("large/one.bin").toString(),
            Integer.toString(round)),
        LIMIT);
  }

  /** Copies the files into a fresh directory and waits until all of them are objects. */
  private Measured export(Mounted directory, int round, Path source, ObjectStore objects)
      throws Exception {
    String name = "written-%s-%d".formatted(directory.name().replace(' ', '-'), round);
    double before = directory.cpuSeconds();
    long begin = System.nanoTime();
    Measured copy =
        Measured.run(
            List.of("cp", "-r", source.toString(), directory.path().resolve(name).toString()),
            Map.of(),
            LIMIT);
    if (!(directory instanceof PlainFileSystem)) {
      Waiting.until("all are objects", LIMIT, PAUSE, () -> count(objects, name) >= files);
    }
    return new Measured(
        (System.nanoTime() - begin) / 1e9,
        copy.cpu() + directory.cpuSeconds() - before,
        directory.peakMebibytes());
  }

  private static long count(ObjectStore objects, String name) {
    try (Stream<Listing.Entry> entries =
        objects.walk(BUCKET, PREFIX + "/" + name + "/file-", Optional.empty())) {
      return entries.count();
    }
  }
}
