package io.windlass.database;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/** One owner per directory. The lock ends with the process, however that ends. */
final class DirectoryLock {
  private DirectoryLock() {}

  /**
   * Takes the directory; closing the channel gives it back.
   *
   * @throws io.windlass.foundation.WindlassException {@code data_directory_in_use}
   */
  static FileChannel take(Path directory) throws IOException {
    FileChannel channel = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
    boolean taken;
    try {
      taken = channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      taken = false; // by another part of this process
    }
    if (taken) {
      return channel;
    }
    channel.close();
    throw Problem.of(
            Kind.CONFLICT,
            "data_directory_in_use",
            "Another Windlass process uses the data directory " + directory + ".")
        .withRemedy(
            "Stop it first, or give this one a directory of its own; several nodes share one"
                + " database with --database-url.")
        .toException();
  }
}
