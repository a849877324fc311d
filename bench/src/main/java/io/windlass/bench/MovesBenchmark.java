package io.windlass.bench;

import io.windlass.client.WindlassClient;
import io.windlass.client.model.FileSystem;
import io.windlass.client.model.FileSystemSource;
import io.windlass.client.model.NewFileSystem;
import io.windlass.client.model.NewProject;
import io.windlass.foundation.Secret;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves between directories, buckets and stores: {@code windlass transfers submit --wait} to a node
 * beside rclone, the AWS CLI, s3cmd and, where it is on the path, s5cmd. The store costs little and
 * runs in a process of its own; the CPU seconds of Windlass are those of the command, the node and
 * its PostgreSQL together, its memory is the node's.
 *
 * <p>A service runs for days, a node starts once: each row has Windlass twice, on a node that has
 * started just before that row, and on one that has done each kind of move three times, of other
 * data.
 */
final class MovesBenchmark {
  private static final List<Load> LOADS =
      List.of(new Load(20_000, 4 << 10), new Load(1_000, 1 << 20), new Load(4, 1 << 30));

  /** With one request. */
  private static final int MOST_DELETED = 1000;

  private static final int MOST_DELETED_FILES = 100;

  private static final int WARM_UPS = 3;

  private final int rounds;
  private final List<Load> loads;

  /** So many files of so many bytes. */
  record Load(int count, int size) {
    /** By {@code COUNTxBYTES}. */
    static Load of(String text) {
      String[] parts = text.split("x");
      return new Load(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    String name() {
      return count + "x" + size;
    }

    /** The directory in the tree that has every tenth of them, so that none is huge. */
    String file(int index) {
      return "d%02d/file-%05d.bin".formatted(index % 10, index);
    }

    /** Makes them. */
    void write(Path directory, long seed) throws IOException {
      for (int index = 0; index < count; index++) {
        Path file = directory.resolve(file(index));
        Files.createDirectories(file.getParent());
        Scratch.file(file, size, seed + index);
      }
    }
  }

  MovesBenchmark(int rounds, List<String> loads) {
    this.rounds = rounds;
    this.loads = loads.isEmpty() ? LOADS : loads.stream().map(Load::of).toList();
  }

  void run() throws Exception {
    Path scratch = Files.createTempDirectory("windlass-bench");
    try (QuickProcess one = QuickProcess.start(scratch.resolve("one"));
        QuickProcess two = QuickProcess.start(scratch.resolve("two"));
        Node fresh = Node.start();
        Node warm = Node.start();
        ObjectStore store = open(one.endpoint());
        ObjectStore other = open(two.endpoint())) {
      Path disk = Files.createDirectory(scratch.resolve("disk"));
      for (Node node : List.of(fresh, warm)) {
        collections(node, one.endpoint(), two.endpoint(), disk);
      }
      Peers peers = new Peers(one.endpoint(), two.endpoint(), scratch);
      Ground ground =
          new Ground(
              fresh, warm, peers, store, other, () -> one.cpuSeconds() + two.cpuSeconds(), disk);
      ground.warmUp();
      for (Load load : loads) {
        new MoveRows(ground, load, rounds).run();
      }
    } finally {
      Scratch.delete(scratch);
    }
  }

  /**
   * What the contenders stand on.
   *
   * @param fresh is started again before each of its moves
   * @param warm has done each kind of move
   * @param stores what both have cost
   */
  record Ground(
      Node fresh,
      Node warm,
      Peers peers,
      ObjectStore store,
      ObjectStore other,
      Comparison.Meter stores,
      Path disk) {

    /**
     * Each kind of move, some times, of data that is not measured: after one, a third of the CPU of
     * the next still went to the JVM's compilers.
     */
    private void warmUp() throws Exception {
      Path directory = disk.resolve("warm-up");
      new Load(4_000, 4 << 10).write(directory.resolve("small"), -1);
      new Load(100, 1 << 20).write(directory.resolve("middle"), -2);
      new Load(2, 128 << 20).write(directory.resolve("large"), -3);
      for (int time = 1; time <= WARM_UPS; time++) {
        String bucket = "one:/warm-up-" + time + "/d/";
        transfer(warm, "disk:/warm-up", bucket, List.of());
        transfer(warm, "disk:/warm-up", bucket, List.of("--sync", "mtime"));
        transfer(warm, bucket, "disk:/warm-up-down-" + time, List.of());
        transfer(warm, bucket, "one:/warm-up-copy-" + time + "/d/", List.of());
        transfer(warm, bucket, "two:/warm-up-far-" + time + "/d/", List.of());
        empty(store, "warm-up-" + time);
        empty(store, "warm-up-copy-" + time);
        empty(other, "warm-up-far-" + time);
        clear(disk.resolve("warm-up-down-" + time));
      }
      clear(directory);
    }

    /**
     * Takes a directory away, and deletes it at the very end: ext4 without a journal looks for free
     * inodes past all those that were deleted within the last minutes, at several times the CPU of
     * the move itself. Large files are few, and deleted at once.
     */
    void clear(Path directory) throws IOException {
      if (!Files.exists(directory)) {
        return;
      }
      try (Stream<Path> files = Files.walk(directory)) {
        if (files.limit(MOST_DELETED_FILES + 1).count() <= MOST_DELETED_FILES) {
          Scratch.delete(directory);
          return;
        }
      }
      Path away = Files.createTempDirectory(Objects.requireNonNull(disk.getParent()), "away");
      Files.move(directory, away.resolve("it"));
    }

    /** One transfer, to its end. */
    static Measured transfer(Node node, String from, String to, List<String> options)
        throws Exception {
      List<String> command = new ArrayList<>(List.of("transfers", "submit", from, to, "-r"));
      command.addAll(options);
      command.add("--wait");
      node.forgetPeak();
      double before = node.allCpuSeconds();
      Measured own = Measured.run(node.command(command.toArray(String[]::new)), node.environment());
      return new Measured(
          own.wall(), own.cpu() + node.allCpuSeconds() - before, node.peakMebibytes());
    }

    /** Deletes all objects of a bucket. */
    static void empty(ObjectStore store, String bucket) {
      List<ObjectId> some = new ArrayList<>();
      try (Stream<Listing.Entry> entries = store.walk(bucket, "", Optional.empty())) {
        entries.forEach(entry -> some.add(ObjectId.of(bucket, entry.key())));
      }
      for (int at = 0; at < some.size(); at += MOST_DELETED) {
        store.deleteAll(bucket, some.subList(at, Math.min(some.size(), at + MOST_DELETED)));
      }
    }
  }

  private static ObjectStore open(URI endpoint) {
    return new S3ObjectStores()
        .open(
            StoreAddress.at(endpoint, "us-east-1"),
            new Signing.Keys("BENCHKEY", Secret.of("bench-secret"), Optional.empty()));
  }

  /** Makes the connections {@code one} and {@code two} and the file system {@code disk}. */
  static void collections(Node node, URI one, URI two, Path disk) throws IOException {
    try (WindlassClient client = node.client()) {
      client.projects().create(new NewProject(Setting.PROJECT, Optional.empty(), Optional.empty()));
      Map.of("one", one, "two", two)
          .forEach((name, endpoint) ->
              client
                  .connections()
                  .create(
                      Setting.document(endpoint, "BENCHKEY", "bench-secret", Optional.empty())
                          .replace("name: bench", "name: " + name),
                      Optional.of(Setting.PROJECT)));
      FileSystem fileSystem =
          client
              .fileSystems()
              .create(
                  new NewFileSystem(
                      "disk",
                      Optional.of(Setting.PROJECT),
                      new FileSystemSource("directory", disk.toString(), Optional.empty()),
                      disk.toString(),
                      Optional.empty(),
                      Map.of()));
      client.fileSystems().awaitSettled(fileSystem.id());
    }
  }
}
