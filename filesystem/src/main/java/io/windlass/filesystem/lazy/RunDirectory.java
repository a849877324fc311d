package io.windlass.filesystem.lazy;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a process leaves to its successor, in memory only: the number of the guard, the journal, and
 * where the file system is visible. One process at a time has it.
 */
final class RunDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  RunDirectory(Path path) {
    this.path = path;
    try {
      Files.createDirectories(path);
      lock =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locked(lock) == null) {
        lock.close();
        throw Problem.of(
                Kind.CONFLICT,
                "file_system_in_use",
                "Another process serves this file system already.")
            .toException();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileLock locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path path() {
    return path;
  }

  Path journal() {
    return path.resolve("journal");
  }

  /** Where the file system was made visible. */
  Optional<Path> mountPoint() {
    try {
      Path file = path.resolve("mount-point");
      return Files.exists(file) ? Optional.of(Path.of(Files.readString(file))) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void mountPoint(Optional<Path> at) {
    try {
      Path file = path.resolve("mount-point");
      if (at.isPresent()) {
        Files.writeString(file, at.get().toString());
      } else {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it for good: there is nothing to hand on. */
  void remove() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      // given up last: what a successor wrote would go as well
      close();
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
