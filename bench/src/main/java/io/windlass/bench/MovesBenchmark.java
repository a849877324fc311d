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
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Moves between directories, buckets and stores: {@code windlass transfers submit --wait} to a node
 * beside rclone, the AWS CLI, s3cmd and, where it is on the path, s5cmd. The store costs little and
 * runs in a process of its own; the CPU seconds of Windlass are those of the command, the node and
 * its PostgreSQL together, its memory is the node's.
 */
final class MovesBenchmark {
  private static final List<Load> LOADS =
      List.of(new Load(20_000, 4 << 10), new Load(1_000, 1 << 20), new Load(4, 1 << 30));

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
  }

  MovesBenchmark(int rounds, List<String> loads) {
    this.rounds = rounds;
    this.loads = loads.isEmpty() ? LOADS : loads.stream().map(Load::of).toList();
  }

  void run() throws Exception {
    Path scratch = Files.createTempDirectory("windlass-bench");
    try (QuickProcess one = QuickProcess.start(scratch.resolve("one"));
        QuickProcess two = QuickProcess.start(scratch.resolve("two"));
        Node node = Node.start();
        WindlassClient client = node.client();
        ObjectStore store = open(one.endpoint());
        ObjectStore other = open(two.endpoint())) {
      Path disk = Files.createDirectory(scratch.resolve("disk"));
      collections(client, one.endpoint(), two.endpoint(), disk);
      Ground ground =
          new Ground(node, new Peers(one.endpoint(), two.endpoint(), scratch), store, other, disk);
      for (Load load : loads) {
        new Moves(ground, load, rounds).run();
      }
    } finally {
      Scratch.delete(scratch);
    }
  }

  /** What the contenders stand on. */
  private record Ground(Node node, Peers peers, ObjectStore store, ObjectStore other, Path disk) {}

  private static ObjectStore open(URI endpoint) {
    return new S3ObjectStores()
        .open(
            StoreAddress.at(endpoint, "us-east-1"),
            new Signing.Keys("BENCHKEY", Secret.of("bench-secret"), Optional.empty()));
  }

  private static void collections(WindlassClient client, URI one, URI two, Path disk) {
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

  /** All moves of one load. */
  private static final class Moves {
    private final Ground ground;
    private final Load load;
    private final int rounds;
    private final Path source;
    private int changes;

    Moves(Ground ground, Load load, int rounds) {
      this.ground = ground;
      this.load = load;
      this.rounds = rounds;
      this.source = ground.disk().resolve(load.name());
    }

    void run() throws Exception {
      for (int index = 0; index < load.count(); index++) {
        Path file = source.resolve(load.file(index));
        Files.createDirectories(file.getParent());
        Scratch.file(file, load.size(), index);
      }
      upload();
      again();
      download();
      bucketToBucket();
      storeToStore();
      for (String program : List.of("windlass", "rclone", "aws", "s3cmd", "s5cmd")) {
        empty(ground.store(), "up-" + program);
      }
      Scratch.delete(source);
    }

    private void upload() throws Exception {
      Comparison comparison = new Comparison("upload " + load.name());
      String from = source.toString();
      windlass(comparison, "disk:/" + load.name(), "one:/up-windlass/d/", "up-windlass");
      peer(comparison, "rclone", "up-rclone", Peers.rclone(load.size(), from, "one:up-rclone/d"));
      peer(comparison, "aws s3 cp", "up-aws", ground.peers().aws("cp", from, "s3://up-aws/d"));
      peer(
          comparison,
          "s3cmd sync",
          "up-s3cmd",
          ground.peers().s3cmd("sync", from + "/", "s3://up-s3cmd/d/"));
      if (Peers.has("s5cmd")) {
        peer(
            comparison,
            "s5cmd cp",
            "up-s5cmd",
            ground.peers().s5cmd("cp", from + "/*", "s3://up-s5cmd/d/"));
      }
      comparison.run(rounds);
    }

    /** The same upload after 1 % of the files changed. */
    private void again() throws Exception {
      Comparison comparison = new Comparison("upload again with 1 % changed " + load.name());
      String from = source.toString();
      comparison.with(
          "windlass",
          contender(
              this::change,
              () ->
                  windlass(
                      "disk:/" + load.name(), "one:/up-windlass/d/", List.of("--sync", "mtime"))));
      again(comparison, "rclone", Peers.rclone(load.size(), from, "one:up-rclone/d"));
      again(comparison, "aws s3 sync", ground.peers().aws("sync", from, "s3://up-aws/d"));
      again(comparison, "s3cmd sync", ground.peers().s3cmd("sync", from + "/", "s3://up-s3cmd/d/"));
      if (Peers.has("s5cmd")) {
        again(
            comparison, "s5cmd sync", ground.peers().s5cmd("sync", from + "/", "s3://up-s5cmd/d/"));
      }
      comparison.run(rounds);
    }

    private void again(Comparison comparison, String program, List<String> command)
        throws IOException {
      Map<String, String> environment = ground.peers().environment();
      comparison.with(program, contender(this::change, () -> Measured.run(command, environment)));
    }

    /** Other bytes and a later time for every hundredth file, and for one at least. */
    private void change() throws IOException {
      Random random = new Random(++changes);
      for (int index = 0; index < load.count(); index += 100) {
        Path file = source.resolve(load.file(index));
        byte[] bytes = new byte[64];
        random.nextBytes(bytes);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
          open.write(bytes);
        }
        // two seconds ahead of all that was: stores tell times to the second
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2L * changes)));
      }
    }

    private void download() throws Exception {
      Comparison comparison = new Comparison("download " + load.name());
      Path target = ground.disk().resolve("down");
      Map<String, String> environment = ground.peers().environment();
      Preparation clean = () -> Scratch.delete(target);
      comparison.with(
          "windlass",
          contender(clean, () -> windlass("one:/up-windlass/d/", "disk:/down", List.of())));
      String to = target.toString();
      List<Program> programs = new ArrayList<>();
      programs.add(new Program("rclone", Peers.rclone(load.size(), "one:up-rclone/d", to)));
      programs.add(new Program("aws s3 cp", ground.peers().aws("cp", "s3://up-aws/d", to)));
      programs.add(
          new Program("s3cmd sync", ground.peers().s3cmd("sync", "s3://up-s3cmd/d/", to + "/")));
      if (Peers.has("s5cmd")) {
        programs.add(
            new Program("s5cmd cp", ground.peers().s5cmd("cp", "s3://up-s5cmd/d/*", to + "/")));
      }
      for (Program program : programs) {
        comparison.with(
            program.name(),
            contender(
                () -> {
                  clean.run();
                  Files.createDirectories(target);
                },
                () -> Measured.run(program.command(), environment)));
      }
      comparison.run(rounds);
      clean.run();
    }

    private record Program(String name, List<String> command) {}

    private void bucketToBucket() throws Exception {
      Comparison comparison = new Comparison("bucket to bucket " + load.name());
      windlass(comparison, "one:/up-windlass/d/", "one:/copy-windlass/d/", "copy-windlass");
      peer(
          comparison,
          "rclone",
          "copy-rclone",
          Peers.rclone(load.size(), "one:up-rclone/d", "one:copy-rclone/d"));
      peer(
          comparison,
          "aws s3 cp",
          "copy-aws",
          ground.peers().aws("cp", "s3://up-aws/d", "s3://copy-aws/d"));
      peer(
          comparison,
          "s3cmd cp",
          "copy-s3cmd",
          ground.peers().s3cmd("cp", "--recursive", "s3://up-s3cmd/d/", "s3://copy-s3cmd/d/"));
      if (Peers.has("s5cmd")) {
        peer(
            comparison,
            "s5cmd cp",
            "copy-s5cmd",
            ground.peers().s5cmd("cp", "s3://up-s5cmd/d/*", "s3://copy-s5cmd/d/"));
      }
      comparison.run(rounds);
      for (String program : List.of("windlass", "rclone", "aws", "s3cmd", "s5cmd")) {
        empty(ground.store(), "copy-" + program);
      }
    }

    /** Of the others only rclone knows two stores. */
    private void storeToStore() throws Exception {
      Comparison comparison = new Comparison("store to store " + load.name());
      comparison.with(
          "windlass",
          contender(
              () -> empty(ground.other(), "far-windlass"),
              () -> windlass("one:/up-windlass/d/", "two:/far-windlass/d/", List.of())));
      List<String> rclone = Peers.rclone(load.size(), "one:up-rclone/d", "two:far-rclone/d");
      Map<String, String> environment = ground.peers().environment();
      comparison.with(
          "rclone",
          contender(
              () -> empty(ground.other(), "far-rclone"), () -> Measured.run(rclone, environment)));
      comparison.run(rounds);
      empty(ground.other(), "far-windlass");
      empty(ground.other(), "far-rclone");
    }

    private void windlass(Comparison comparison, String from, String to, String bucket) {
      comparison.with(
          "windlass",
          contender(() -> empty(ground.store(), bucket), () -> windlass(from, to, List.of())));
    }

    private void peer(Comparison comparison, String program, String bucket, List<String> command)
        throws IOException {
      Map<String, String> environment = ground.peers().environment();
      comparison.with(
          program,
          contender(() -> empty(ground.store(), bucket), () -> Measured.run(command, environment)));
    }

    private Measured windlass(String from, String to, List<String> options) throws Exception {
      List<String> command = new ArrayList<>(List.of("transfers", "submit", from, to, "-r"));
      command.addAll(options);
      command.add("--wait");
      ground.node().forgetPeak();
      double before = ground.node().allCpuSeconds();
      Measured own =
          Measured.run(
              ground.node().command(command.toArray(String[]::new)), ground.node().environment());
      return new Measured(
          own.wall(),
          own.cpu() + ground.node().allCpuSeconds() - before,
          ground.node().peakMebibytes());
    }

    private static void empty(ObjectStore store, String bucket) {
      List<ObjectId> some = new ArrayList<>();
      try (Stream<Listing.Entry> entries = store.walk(bucket, "", Optional.empty())) {
        entries.forEach(entry -> some.add(ObjectId.of(bucket, entry.key())));
      }
      for (int at = 0; at < some.size(); at += 1_000) {
        store.deleteAll(bucket, some.subList(at, Math.min(some.size(), at + 1_000)));
      }
    }

    private interface Preparation {
      void run() throws Exception;
    }

    private interface Work {
      Measured run() throws Exception;
    }

    private static Comparison.Contender contender(Preparation preparation, Work work) {
      return new Comparison.Contender() {
        @Override
        public void prepare() throws Exception {
          preparation.run();
        }

        @Override
        public Measured run() throws Exception {
          return work.run();
        }
      };
    }
  }
}
