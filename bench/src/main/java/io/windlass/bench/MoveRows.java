package io.windlass.bench;

import io.windlass.bench.MovesBenchmark.Ground;
import io.windlass.bench.MovesBenchmark.Load;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** All moves of one load: a row of the table each. */
final class MoveRows {
  /** What took so long is not repeated. */
  private static final Duration ENOUGH = Duration.ofSeconds(8);

  /** From so much on, the disk is given time to take what earlier moves have written. */
  private static final long MUCH = 1L << 30;

  private static final List<String> PROGRAMS =
      List.of("started", "warm", "rclone", "aws", "s3cmd", "s5cmd");

  private final Ground ground;
  private final Load load;
  private final int rounds;
  private final Path source;
  private int changes;

  /** Something to be done that may fail. */
  private interface Step {
    void run() throws Exception;
  }

  /** A program beside ours. */
  private record Peer(String name, String bucket, List<String> command) {}

  MoveRows(Ground ground, Load load, int rounds) {
    this.ground = ground;
    this.load = load;
    this.rounds = rounds;
    this.source = ground.disk().resolve(load.name());
  }

  void run() throws Exception {
    load.write(source, 0);
    upload();
    again();
    download();
    bucketToBucket();
    storeToStore();
    for (String program : PROGRAMS) {
      Ground.empty(ground.store(), "up-" + program);
    }
    ground.clear(source);
  }

  private Comparison comparison(String move) {
    return new Comparison(move + " " + load.name(), ENOUGH, ground.stores());
  }

  private void upload() throws Exception {
    Comparison row = comparison("upload");
    ours(
        row,
        node -> Ground.empty(ground.store(), "up-" + node),
        node -> new Move("disk:/" + load.name(), "one:/up-" + node + "/d/", List.of()));
    String from = source.toString();
    List<Peer> peers = new ArrayList<>();
    peers.add(new Peer("rclone", "rclone", Peers.rclone(load.size(), from, "one:up-rclone/d")));
    peers.add(new Peer("aws s3 cp", "aws", ground.peers().aws("cp", from, "s3://up-aws/d")));
    peers.add(
        new Peer(
            "s3cmd sync", "s3cmd", ground.peers().s3cmd("sync", from + "/", "s3://up-s3cmd/d/")));
    if (Peers.has("s5cmd")) {
      peers.add(
          new Peer(
              "s5cmd cp", "s5cmd", ground.peers().s5cmd("cp", from + "/*", "s3://up-s5cmd/d/")));
    }
    for (Peer peer : peers) {
      peer(row, peer, () -> Ground.empty(ground.store(), "up-" + peer.bucket()));
    }
    row.run(rounds);
  }

  /** The same upload after 1 % of the files changed. */
  private void again() throws Exception {
    Comparison row = comparison("upload again with 1 % changed");
    ours(
        row,
        _ -> change(),
        node ->
            new Move(
                "disk:/" + load.name(), "one:/up-" + node + "/d/", List.of("--sync", "mtime")));
    String from = source.toString();
    List<Peer> peers = new ArrayList<>();
    peers.add(new Peer("rclone", "", Peers.rclone(load.size(), from, "one:up-rclone/d")));
    peers.add(new Peer("aws s3 sync", "", ground.peers().aws("sync", from, "s3://up-aws/d")));
    peers.add(
        new Peer("s3cmd sync", "", ground.peers().s3cmd("sync", from + "/", "s3://up-s3cmd/d/")));
    if (Peers.has("s5cmd")) {
      peers.add(
          new Peer("s5cmd sync", "", ground.peers().s5cmd("sync", from + "/", "s3://up-s5cmd/d/")));
    }
    for (Peer peer : peers) {
      peer(row, peer, this::change);
    }
    row.run(rounds);
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
    Comparison row = comparison("download");
    ours(
        row,
        node -> ground.clear(down(node)),
        node -> new Move("one:/up-warm/d/", "disk:/down-" + node, List.of()));
    List<Peer> peers = new ArrayList<>();
    peers.add(
        new Peer(
            "rclone",
            "rclone",
            Peers.rclone(load.size(), "one:up-rclone/d", down("rclone").toString())));
    peers.add(
        new Peer(
            "aws s3 cp", "aws", ground.peers().aws("cp", "s3://up-aws/d", down("aws").toString())));
    peers.add(
        new Peer(
            "s3cmd sync",
            "s3cmd",
            ground.peers().s3cmd("sync", "s3://up-s3cmd/d/", down("s3cmd") + "/")));
    if (Peers.has("s5cmd")) {
      peers.add(
          new Peer(
              "s5cmd cp",
              "s5cmd",
              ground.peers().s5cmd("cp", "s3://up-s5cmd/d/*", down("s5cmd") + "/")));
    }
    for (Peer peer : peers) {
      peer(
          row,
          peer,
          () -> {
            ground.clear(down(peer.bucket()));
            Files.createDirectories(down(peer.bucket()));
          });
    }
    row.run(rounds);
    for (String program : PROGRAMS) {
      ground.clear(down(program));
    }
  }

  /** A directory for each: nobody is to look for room among what another has left. */
  private Path down(String program) {
    return ground.disk().resolve("down-" + program);
  }

  private void bucketToBucket() throws Exception {
    Comparison row = comparison("bucket to bucket");
    ours(
        row,
        node -> Ground.empty(ground.store(), "copy-" + node),
        node -> new Move("one:/up-warm/d/", "one:/copy-" + node + "/d/", List.of()));
    List<Peer> peers = new ArrayList<>();
    peers.add(
        new Peer(
            "rclone", "rclone", Peers.rclone(load.size(), "one:up-rclone/d", "one:copy-rclone/d")));
    peers.add(
        new Peer("aws s3 cp", "aws", ground.peers().aws("cp", "s3://up-aws/d", "s3://copy-aws/d")));
    peers.add(
        new Peer(
            "s3cmd cp",
            "s3cmd",
            ground.peers().s3cmd("cp", "--recursive", "s3://up-s3cmd/d/", "s3://copy-s3cmd/d/")));
    if (Peers.has("s5cmd")) {
      peers.add(
          new Peer(
              "s5cmd cp",
              "s5cmd",
              ground.peers().s5cmd("cp", "s3://up-s5cmd/d/*", "s3://copy-s5cmd/d/")));
    }
    for (Peer peer : peers) {
      peer(row, peer, () -> Ground.empty(ground.store(), "copy-" + peer.bucket()));
    }
    row.run(rounds);
    for (String program : PROGRAMS) {
      Ground.empty(ground.store(), "copy-" + program);
    }
  }

  /** Of the others only rclone knows two stores. */
  private void storeToStore() throws Exception {
    Comparison row = comparison("store to store");
    ours(
        row,
        node -> Ground.empty(ground.other(), "far-" + node),
        node -> new Move("one:/up-warm/d/", "two:/far-" + node + "/d/", List.of()));
    peer(
        row,
        new Peer("rclone", "", Peers.rclone(load.size(), "one:up-rclone/d", "two:far-rclone/d")),
        () -> Ground.empty(ground.other(), "far-rclone"));
    row.run(rounds);
    for (String program : PROGRAMS) {
      Ground.empty(ground.other(), "far-" + program);
    }
  }

  /** A transfer. */
  private record Move(String from, String to, List<String> options) {}

  /** What comes before a move of a node. */
  private interface NodeStep {
    void run(String node) throws Exception;
  }

  /** On both nodes. */
  private void ours(Comparison row, NodeStep preparation, Function<String, Move> moves) {
    if (Peers.wanted("started")) {
      row.ours(
          "windlass, just started",
          contender(
              () -> {
                preparation.run("started");
                ground.fresh().restart();
              },
              () -> transfer(ground.fresh(), moves.apply("started"))));
    }
    row.ours(
        "windlass, warm",
        contender(
            () -> preparation.run("warm"), () -> transfer(ground.warm(), moves.apply("warm"))));
  }

  private static Measured transfer(Node node, Move move) throws Exception {
    return Ground.transfer(node, move.from(), move.to(), move.options());
  }

  private void peer(Comparison row, Peer peer, Step preparation) throws IOException {
    if (!Peers.wanted(peer.command().getFirst())) {
      return;
    }
    Map<String, String> environment = ground.peers().environment();
    row.with(peer.name(), contender(preparation, () -> Measured.run(peer.command(), environment)));
  }

  /** What is measured. */
  private interface Work {
    Measured run() throws Exception;
  }

  private Comparison.Contender contender(Step preparation, Work work) {
    long bytes = (long) load.count() * load.size();
    return new Comparison.Contender() {
      @Override
      public void prepare() throws Exception {
        preparation.run();
        if (bytes >= MUCH / 2) {
          settle(bytes);
        }
      }

      @Override
      public Measured run() throws Exception {
        return work.run();
      }
    };
  }

  /**
   * What others have written is on its way to the disk no longer, and there is memory for what is
   * read and what is written that is paid for.
   */
  private static void settle(long bytes) throws Exception {
    Measured.run(List.of("sync"), Map.of());
    Mounted.useMemory((2 * bytes) >> 20);
  }
}
