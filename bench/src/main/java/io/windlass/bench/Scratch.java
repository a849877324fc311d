package io.windlass.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/** Files of random bytes to move, and their removal. */
final class Scratch {
  private static final int BLOCK = 1 << 20;

  private Scratch() {}

  /** A file of so many random bytes, the same for the same seed. */
  static Path file(Path path, long size, long seed) throws IOException {
    Random random = new Random(seed);
    byte[] block = new byte[(int) Math.min(BLOCK, size)];
    try (OutputStream out = Files.newOutputStream(path)) {
      for (long left = size; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(block.length, left));
      }
    }
    return path;
  }

  /** A directory of so many files of random bytes. */
  static Path files(Path directory, int count, int size) throws IOException {
    Files.createDirectories(directory);
    for (int index = 0; index < count; index++) {
      file(directory.resolve("file-%05d.bin".formatted(index)), size, index);
    }
    return directory;
  }

  /** Deletes a directory and all below it; succeeds when it is not there. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
