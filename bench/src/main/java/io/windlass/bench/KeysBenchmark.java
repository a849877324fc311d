package io.windlass.bench;

import io.windlass.bench.PlainFileSystem.Kind;
import io.windlass.bench.Table.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Many keys become a directory: until {@code find} has listed all of them, and again, and until a
 * change of one in a hundred has arrived. The keys come from a store that only lists and tells.
 */
final class KeysBenchmark {
  private static final Duration SHORTEST = Duration.ofSeconds(60);

  /** For changes to be seen where nothing tells of them. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Creates as many files as an import does, with all that it gives them but content. */
  private static final String CREATE =
      """
      import os, sys
      for index in range(int(sys.argv[2])):
          folder = "%s/folder-%05d" % (sys.argv[1], index // 1000)
          if index % 1000 == 0:
              os.mkdir(folder)
          file = os.open("%s/object-%07d.bin" % (folder, index), os.O_CREAT | os.O_EXCL | os.O_RDWR)
          os.ftruncate(file, 4096)
          os.fchown(file, 0, 0)
          os.fchmod(file, 0o755)
          os.setxattr(file, "trusted.bench", b"x" * 64)
          os.utime(file, ns=(0, 0))
          os.close(file)
      os.sync()
      """;

  private static final String BUCKET = "bench";
  private static final String KEY = "BENCHKEY";
  private static final String SECRET = "bench-secret";
  private static final String ALL = "";
  private static final String LARGE = "-size +1k";

  private final int count;
  private final LinkedDirectory.Import kind;
  private final Duration limit;
  private final Path found;

  KeysBenchmark(int count, LinkedDirectory.Import kind) throws IOException {
    this.found = Files.createTempFile("windlass-bench", ".found");
    this.count = count;
    this.kind = kind;
    Duration inProportion = Duration.ofSeconds(count / 2_500);
    this.limit = inProportion.compareTo(SHORTEST) < 0 ? SHORTEST : inProportion;
  }

  void run() throws Exception {
    Path scratch = Files.createTempDirectory("windlass-bench");
    try (ListingStore listing = new ListingStore(count);
        Rows rows = new Rows("%,d keys".formatted(count), 1, directories(listing, scratch))) {
      rows.add(
          "until find has listed all of them",
          Rows::unprepared,
          (directory, _) -> appear(directory),
          this::shown);
      rows.add("find, again", Rows::unprepared, (directory, _) -> find(directory, ALL));
      rows.add(
          "find that looks at sizes", Rows::unprepared, (directory, _) -> find(directory, LARGE));
      rows.add(
          "1 % changed, until all of that is seen",
          directory -> listing.change(), (directory, _) -> follow(directory, listing), this::shown);
    } finally {
      Scratch.delete(scratch);
    }
  }

  private List<Mounted> directories(ListingStore listing, Path scratch) {
    String endpoint = listing.endpoint().toString();
    return List.of(
        Absent.orMade(
            "Windlass",
            () ->
                LinkedDirectory.over(
                    Setting.document(listing.endpoint(), KEY, SECRET, Optional.empty()),
                    BUCKET,
                    "data",
                    scratch.resolve("windlass"),
                    kind)),
        Absent.orMade(
            "s3fs",
            () ->
                FuseMount.s3fs(
                    scratch.resolve("s3fs"), BUCKET + ":/data", endpoint, KEY + ":" + SECRET)),
        Absent.orMade(
            "rclone mount",
            () ->
                FuseMount.rclone(
                    scratch.resolve("rclone"),
                    Rclone.remote(BUCKET + "/data"),
                    Rclone.environment(endpoint, KEY, SECRET))),
        Absent.orMade(
            Kind.EXT4.title(), () -> PlainFileSystem.make(Kind.EXT4, scratch, 20L << 30)));
  }

  private Cell shown(Measured measured) {
    if (measured.wall() == 0) {
      return Cell.none();
    }
    return Cell.of(
        measured.wall(),
        "%.1f s · %.1f cpu · %,.0f/s · %.0f MiB"
            .formatted(
                measured.wall(),
                measured.cpu(),
                count / measured.wall(),
                measured.peakMebibytes()));
  }

  /** Import and first look, or the first look alone where that fetches the listing. */
  private Measured appear(Mounted directory) throws Exception {
    Measured made =
        switch (directory) {
          case LinkedDirectory linked -> linked.imported();
          case PlainFileSystem plain ->
              plain.measure(
                  List.of(
                      "/usr/bin/python3",
                      "-c",
                      CREATE,
                      plain.path().toString(),
                      Integer.toString(count)),
                  LONGEST);
          default -> new Measured(0, 0, 0);
        };
    Measured found = find(directory, ALL);
    return new Measured(
        made.wall() + found.wall(), made.cpu() + found.cpu(), directory.peakMebibytes());
  }

  /** Fails when there are more or fewer than there should be. */
  private Measured find(Mounted directory, String what) throws Exception {
    return directory.measure(
        List.of(
            "sh",
            "-c",
            "found=$(find \"$0\" -type f $1 | wc -l); test $found = $2 || { echo $found; exit 1; }",
            directory.path().toString(),
            what,
            Integer.toString(count)),
        limit);
  }

  /** Until the last that changed, went and came are seen, and with them as many as changed. */
  private Measured follow(Mounted directory, ListingStore listing) throws Exception {
    if (directory instanceof PlainFileSystem) {
      return new Measured(0, 0, 0); // nothing changes by itself
    }
    double before = directory.cpuSeconds();
    long begin = System.nanoTime();
    Duration patience = PATIENCE;
    if (directory instanceof LinkedDirectory linked) {
      linked.compare();
      patience = LONGEST;
    }
    Waiting.until(
        "the last change", patience, PAUSE, () -> listing.isLastChangeIn(directory.path()));
    Waiting.until(
        "all changes",
        limit,
        PAUSE,
        () -> {
          Measured.run(
              List.of(
                  "sh",
                  "-c",
                  "find \"$0\" -type f -size +7k | wc -l > \"$1\"",
                  directory.path().toString(),
                  found.toString()),
              Map.of(),
              limit);
          return Files.readString(found).strip().equals(Integer.toString(listing.changedObjects()));
        });
    double wall = (System.nanoTime() - begin) / 1e9;
    find(directory, ALL);
    return new Measured(wall, directory.cpuSeconds() - before, directory.peakMebibytes());
  }
}
