package io.windlass.cli.demo;

import io.windlass.cli.output.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Mounts that a server which did not stop in order has left behind. */
final class Mounts {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT = 4;

  private Mounts() {}

  /** Detaches all below a directory, the innermost first. */
  static void detachBelow(Path directory) {
    for (Path mount : below(directory).reversed()) {
      int code;
      try {
        code = new ProcessBuilder("umount", "-l", mount.toString()).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        code = -1;
      }
      if (code != 0) {
        throw new CliException(
            "left_behind",
            "The demo left " + mount + " mounted.",
            "Unmount it with umount -l, then delete " + directory + ".");
      }
    }
  }

  private static List<Path> below(Path directory) {
    if (!Files.isReadable(TABLE)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(TABLE)) {
      return lines
          .map(line -> Path.of(line.split(" ", -1)[MOUNT_POINT]))
          .filter(mount -> mount.startsWith(directory))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
