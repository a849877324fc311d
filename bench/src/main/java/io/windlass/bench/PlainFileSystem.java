package io.windlass.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An ordinary file system in an image file, with nobody behind it: the limit. */
final class PlainFileSystem implements Mounted {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Kind kind;
  private final Path point;

  /** Which one it is. */
  enum Kind {
    EXT4("ext4", "-F"),
    /** What the images of Windlass have. */
    XFS("XFS", "-f");

    private final String title;
    private final String force;

    Kind(String title, String force) {
      this.title = title;
      this.force = force;
    }

    String title() {
      return "plain " + title;
    }
  }

  private PlainFileSystem(Kind kind, Path point) {
    this.kind = kind;
    this.point = point;
  }

  /** Makes the image and mounts it. */
  static PlainFileSystem make(Kind kind, Path directory, long bytes) throws Exception {
    Path point = directory.resolve(kind.name().toLowerCase(Locale.ROOT));
    Path image = point.resolveSibling(point.getFileName() + ".img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    Files.createDirectories(point);
    Measured.run(
        List.of("mkfs." + point.getFileName(), "-q", kind.force, image.toString()),
        Map.of(),
        LIMIT);
    Measured.run(
        List.of("mount", "-o", "loop", image.toString(), point.toString()), Map.of(), LIMIT);
    return new PlainFileSystem(kind, point);
  }

  @Override
  public String name() {
    return kind.title();
  }

  @Override
  public Path path() {
    return point;
  }

  @Override
  public double cpuSeconds() {
    return 0;
  }

  @Override
  public double peakMebibytes() {
    return 0;
  }

  @Override
  public void forgetContents() throws Exception {
    Mounted.dropCaches();
  }

  @Override
  public void recover() {
    // nobody is behind it
  }

  @Override
  public void close() throws IOException {
    new ProcessBuilder("umount", "-l", point.toString()).inheritIO().start().onExit().join();
  }
}
