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
import java.util.concurrent.TimeUnit;

/** All moves of one load: a row of the table each. */
final class MoveRows {
  /** What took so long is not repeated. */
  private static final Duration ENOUGH = Duration.ofSeconds(8);

  /** From so much on, the disk is given time to take what earlier moves have written. */
  private static final long MUCH = 1L << 30;

  private static final List<String> PROGRAMS =
      List.of("windlass", "rclone", "aws", "s3cmd", "s5cmd");

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
    Scratch.delete(source);
  }

  private Comparison comparison(String move) {
    return new Comparison(move + " " + load.name(), ENOUGH, ground.stores());
  }

  private void upload() throws Exception {
    Comparison row = comparison("upload");
    ours(
        row,
        () -> Ground.empty(ground.store(), "up-windlass"),
        new Move("disk:/" + load.name(), "one:/up-windlass/d/", List.of()));
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
    Move move = new Move("disk:/" + load.name(), "one:/up-windlass/d/", List.of("--sync", "mtime"));
    ours(row, this::change, move);
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
    Path target = ground.disk().resolve("down");
    ours(
        row,
        () -> Scratch.delete(target),
        new Move("one:/up-windlass/d/", "disk:/down", List.of()));
    String to = target.toString();
    List<Peer> peers = new ArrayList<>();
    peers.add(new Peer("rclone", "", Peers.rclone(load.size(), "one:up-rclone/d", to)));
    peers.add(new Peer("aws s3 cp", "", ground.peers().aws("cp", "s3://up-aws/d", to)));
    peers.add(
        new Peer("s3cmd sync", "", ground.peers().s3cmd("sync", "s3://up-s3cmd/d/", to + "/")));
    if (Peers.has("s5cmd")) {
      peers.add(
          new Peer("s5cmd cp", "", ground.peers().s5cmd("cp", "s3://up-s5cmd/d/*", to + "/")));
    }
    for (Peer peer : peers) {
      peer(
          row,
          peer,
          () -> {
            Scratch.delete(target);
            Files.createDirectories(target);
          });
    }
    row.run(rounds);
    Scratch.delete(target);
  }

  private void bucketToBucket() throws Exception {
    Comparison row = comparison("bucket to bucket");
    ours(
        row,
        () -> Ground.empty(ground.store(), "copy-windlass"),
        new Move("one:/up-windlass/d/", "one:/copy-windlass/d/", List.of()));
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
        () -> Ground.empty(ground.other(), "far-windlass"),
        new Move("one:/up-windlass/d/", "two:/far-windlass/d/", List.of()));
    peer(
        row,
        new Peer("rclone", "", Peers.rclone(load.size(), "one:up-rclone/d", "two:far-rclone/d")),
        () -> Ground.empty(ground.other(), "far-rclone"));
    row.run(rounds);
    Ground.empty(ground.other(), "far-windlass");
    Ground.empty(ground.other(), "far-rclone");
  }

  /** A transfer. */
  private record Move(String from, String to, List<String> options) {}

  /** On both nodes. */
  private void ours(Comparison row, Step preparation, Move move) {
    if (Peers.wanted("started")) {
      row.ours(
          "windlass, just started",
          contender(
              () -> {
                preparation.run();
                ground.fresh().restart();
              },
              () -> Ground.transfer(ground.fresh(), move.from(), move.to(), move.options())));
    }
    row.ours(
        "windlass, warm",
        contender(
            preparation,
            () -> Ground.transfer(ground.warm(), move.from(), move.to(), move.options())));
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
    boolean much = (long) load.count() * load.size() >= MUCH / 2;
    return new Comparison.Contender() {
      @Override
      public void prepare() throws Exception {
        preparation.run();
        if (much) {
          settle();
        }
      }

      @Override
      public Measured run() throws Exception {
        return work.run();
      }
    };
  }

  /** What others have written is on its way to the disk no longer. */
  private static void settle() throws IOException, InterruptedException {
    Process sync = new ProcessBuilder("sync").inheritIO().start();
    if (!sync.waitFor(2, TimeUnit.MINUTES)) {
      sync.destroy();
    }
  }
}
