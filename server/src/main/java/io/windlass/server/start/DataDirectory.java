package io.windlass.server.start;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory of one node, held by one process at a time. */
final class DataDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the directory when it is missing, and takes it.
   *
   * @throws io.windlass.foundation.WindlassException {@code data_directory_in_use}, {@code
   *     data_directory_unusable}
   */
  static DataDirectory open(Path path) {
    OwnFiles.makeDirectory(path);
    try {
      FileChannel channel = FileChannel.open(path.resolve("lock"), CREATE, WRITE);
      if (!taken(channel)) {
        channel.close();
        throw Problem.of(
                Kind.CONFLICT,
                "data_directory_in_use",
                "Another server runs in the data directory " + path + ".")
            .withRemedy("Stop it first, or name another directory with --data.")
            .toException();
      }
      return new DataDirectory(path, channel);
    } catch (IOException e) {
      throw Problem.of(
              Kind.INVALID,
              "data_directory_unusable",
              "The data directory " + path + " cannot be written to.")
          .withRemedy("Name one that you may write to with --data.")
          .toException(e);
    }
  }

  Path path() {
    return path;
  }

  Path secretsKey() {
    return path.resolve("secrets.key");
  }

  Path objects() {
    return path.resolve("objects");
  }

  /** Empty after the machine has started anew, where this process may have such a directory. */
  Path run() {
    Path system = Path.of("/run");
    return Files.isWritable(system)
        ? system.resolve("windlass").resolve(nodeId())
        : path.resolve("run");
  }

  Path adminToken() {
    return path.resolve("admin.token");
  }

  void keepAdminToken(Secret token) {
    OwnFiles.write(adminToken(), token.reveal() + "\n");
  }

  /** Names this node for good; moves along with the directory. */
  String nodeId() {
    Path file = path.resolve("node.id");
    try {
      if (!Files.exists(file)) {
        OwnFiles.write(file, Ids.create("node_") + "\n");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  private static boolean taken(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
