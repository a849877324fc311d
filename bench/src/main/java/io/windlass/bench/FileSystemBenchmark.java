package io.windlass.bench;

import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import io.windlass.testing.CephStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A directory that is a bucket: a Windlass link beside {@code s3fs} and {@code rclone mount}, with
 * an ordinary directory as the limit. Contents come from Ceph on the same machine; the listing of
 * many keys from a store that costs next to nothing. CPU is that of the reading program and of the
 * process behind the directory together; Ceph's is not counted.
 */
final class FileSystemBenchmark {
  private static final int LATENCIES = 20;
  private static final String READER = "/usr/bin/python3";
  private static final String RANDOM_READS =
      """
      import os, random, sys
      file = os.open(sys.argv[1], os.O_RDONLY)
      random.seed(int(sys.argv[2]))
      for _ in range(100):
          at = random.randrange(0, (1 << 30) - 65536)
          if len(os.pread(file, 65536, at)) != 65536:
              sys.exit("a short read at %d" % at)
      """;

  private final int rounds;
  private final CephStore store = CephStore.shared();
  private final ObjectStore objects =
      new S3ObjectStores()
          .open(
              StoreAddress.at(store.endpoint(), store.region()),
              new Signing.Keys(
                  store.plat().accessKeyId(), store.plat().secretAccessKey(), Optional.empty()));
  private final String bucket = "bench-files-" + ProcessHandle.current().pid();

  FileSystemBenchmark(int rounds) {
    this.rounds = rounds;
  }

  void run() throws Exception {
    Path scratch = Files.createTempDirectory("windlass-bench");
    Path local = scratch.resolve("local");
    Scratch.files(local.resolve("small"), 5_000, 4_096);
    Files.createDirectories(local.resolve("large"));
    Scratch.file(local.resolve("large/one.bin"), 1L << 30, 1);
    AwsCli aws = new AwsCli(store, scratch);
    aws.ownedBase(bucket, "tree");
    Rclone rclone = new Rclone(store);
    Measured.run(rclone.copy(local, bucket + "/tree"), rclone.environment());
    try (LinkedDirectory linked =
            LinkedDirectory.over(
                document(), bucket, "tree", scratch, LinkedDirectory.Import.PUSHED);
        FuseMount s3fs =
            FuseMount.s3fs(
                scratch.resolve("s3fs"),
                bucket + ":/tree",
                store.endpoint().toString(),
                store.plat().accessKeyId() + ":" + store.plat().secretAccessKey().reveal());
        FuseMount mounted =
            FuseMount.rclone(
                scratch.resolve("rclone"), rclone.remote(bucket + "/tree"), rclone.environment());
        Mounted plain = new Mounted.Plain(local)) {
      Map<String, Mounted> all = new LinkedHashMap<>();
      all.put("windlass link", linked);
      all.put("s3fs", s3fs);
      all.put("rclone mount", mounted);
      all.put("ordinary directory", plain);
      read(all, "first read of 5,000 x 4 KiB", true, this::small);
      read(all, "second read of 5,000 x 4 KiB", false, this::small);
      read(all, "first read of 1 x 1 GiB", true, this::large);
      read(all, "second read of 1 x 1 GiB", false, this::large);
      read(all, "100 random reads of 64 KiB in a file of 1 GiB", true, this::random);
      write(all, local.resolve("small"));
      latencies(linked);
    }
    Scratch.delete(scratch);
  }

  private String document() {
    return Setting.document(
        store.endpoint(),
        store.plat().accessKeyId(),
        store.plat().secretAccessKey().reveal(),
        Optional.empty());
  }

  /** Imports many keys and looks at all of them, beside what peers take to look at them. */
  static void keys(int count, int rounds, LinkedDirectory.Import kind) throws Exception {
    Path scratch = Files.createTempDirectory("windlass-bench");
    try (ListingStore listing = new ListingStore(count);
        LinkedDirectory linked =
            LinkedDirectory.over(
                Setting.document(listing.endpoint(), "AKIABENCH", "secret", Optional.empty()),
                "bench",
                "data",
                scratch,
                kind);
        FuseMount mounted =
            FuseMount.rclone(
                scratch.resolve("rclone"),
                "ceph:bench/data",
                Rclone.environment(listing.endpoint().toString(), "AKIABENCH", "secret"))) {
      Comparison comparison = new Comparison("find over %,d keys".formatted(count));
      for (var program :
          Map.<String, Mounted>of("windlass link", linked, "rclone mount", mounted).entrySet()) {
        Mounted directory = program.getValue();
        comparison.with(
            program.getKey(),
            () ->
                directory.measure(
                    List.of("find", directory.path().toString(), "-type", "f", "-size", "+1k")));
      }
      comparison.run(rounds);
    }
    Scratch.delete(scratch);
  }

  private interface Reading {
    List<String> command(Path directory, int round);
  }

  private List<String> small(Path directory, int round) {
    return List.of(
        "sh",
        "-c",
        "find \"$0\" -type f -print0 | xargs -0 cat > /dev/null",
        directory.resolve("small").toString());
  }

  private List<String> large(Path directory, int round) {
    return List.of(
        "dd", "if=" + directory.resolve("large/one.bin"), "of=/dev/null", "bs=1M", "status=none");
  }

  private List<String> random(Path directory, int round) {
    return List.of(
        READER,
        "-c",
        RANDOM_READS,
        directory.resolve("large/one.bin").toString(),
        Integer.toString(round));
  }

  private void read(Map<String, Mounted> all, String name, boolean first, Reading reading)
      throws Exception {
    Comparison comparison = new Comparison(name);
    int[] round = {0};
    all.forEach((program, mounted) ->
        comparison.with(
            program,
            new Comparison.Contender() {
              @Override
              public void prepare() throws Exception {
                if (first) {
                  mounted.forgetContents();
                }
              }

              @Override
              public Measured run() throws Exception {
                return mounted.measure(reading.command(mounted.path(), round[0]++));
              }
            }));
    comparison.run(rounds);
  }

  /** Copies 5,000 files into a fresh directory and waits until all of them are objects. */
  private void write(Map<String, Mounted> all, Path source) throws Exception {
    Comparison comparison = new Comparison("5,000 x 4 KiB written, until all are objects");
    int[] round = {0};
    all.forEach((program, mounted) -> {
      if (!(mounted instanceof Mounted.Plain)) {
        comparison.with(
            program,
            () -> {
              String name = "written-" + round[0]++;
              double before = mounted.cpuSeconds();
              long begin = System.nanoTime();
              Measured copy =
                  mounted.measure(
                      List.of(
                          "cp", "-r", source.toString(), mounted.path().resolve(name).toString()));
              while (objects(name) < 5_000) {
                pause();
              }
              double wall = (System.nanoTime() - begin) / 1e9;
              double behind = mounted.cpuSeconds() - before;
              return new Measured(wall, copy.cpu() + behind, copy.peakMebibytes());
            });
      }
    });
    comparison.run(rounds);
  }

  /** How long an object takes to become a file, and a closed file to become an object. */
  private void latencies(Mounted linked) throws Exception {
    List<Double> appears = new ArrayList<>();
    List<Double> arrives = new ArrayList<>();
    for (int index = 0; index < LATENCIES; index++) {
      Path file = linked.path().resolve("small/put-%d.txt".formatted(index));
      ObjectId put = ObjectId.of(bucket, "tree/small/put-%d.txt".formatted(index));
      objects.put(put, WriteOptions.NONE, Body.of(new byte[100]));
      appears.add(seconds(() -> Files.exists(file)));
      ObjectId written = ObjectId.of(bucket, "tree/small/written-%d.txt".formatted(index));
      Files.write(linked.path().resolve("small/written-%d.txt".formatted(index)), new byte[100]);
      arrives.add(seconds(() -> objects.walk(bucket, written.key(), Optional.empty()).count() > 0));
    }
    Collections.sort(appears);
    Collections.sort(arrives);
    System.out.printf(
        "%nfrom PUT to file: median %.3f s, longest %.3f s%n",
        appears.get(LATENCIES / 2), appears.getLast());
    System.out.printf(
        "from close() to object: median %.3f s, longest %.3f s%n",
        arrives.get(LATENCIES / 2), arrives.getLast());
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static double seconds(Condition condition) throws IOException {
    long begin = System.nanoTime();
    while (!condition.holds()) {
      pause();
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private long objects(String name) {
    try (Stream<Listing.Entry> entries =
        objects.walk(bucket, "tree/" + name + "/file-", Optional.empty())) {
      return entries.count();
    }
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
  }
}
