package io.windlass.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An ordinary ext4 in an image file, with nobody behind it: the limit. */
final class PlainExt4 implements Mounted {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Path point;

  private PlainExt4(Path point) {
    this.point = point;
  }

  /** Makes the image and mounts it. */
  static PlainExt4 make(Path point, long bytes) throws Exception {
    Path image = point.resolveSibling(point.getFileName() + ".img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    Files.createDirectories(point);
    Measured.run(List.of("mkfs.ext4", "-q", "-F", image.toString()), Map.of(), LIMIT);
    Measured.run(
        List.of("mount", "-o", "loop", image.toString(), point.toString()), Map.of(), LIMIT);
    return new PlainExt4(point);
  }

  @Override
  public String name() {
    return "plain ext4";
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
