package io.windlass.server.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that nobody else on this machine may read. */
final class OwnFiles {
  private OwnFiles() {}

  /** Makes a directory with all above it; one that is there stays as it is. */
  static void makeDirectory(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw unusable("The directory " + directory + " cannot be made.", e);
    }
  }

  /** Replaces a file whole, so that readers see the old or the new text; durable on return. */
  static void write(Path file, String text) {
    Path draft = file.resolveSibling(file.getFileName() + "." + Ids.random(8));
    try {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              Set.of(CREATE_NEW, WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer bytes = UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, file, ATOMIC_MOVE, REPLACE_EXISTING);
      try (FileChannel parent = FileChannel.open(file.toAbsolutePath().getParent(), READ)) {
        parent.force(true);
      }
    } catch (IOException e) {
      throw unusable("The file " + file + " cannot be written.", e);
    }
  }

  private static RuntimeException unusable(String message, IOException cause) {
    return Problem.of(Kind.INVALID, "data_directory_unusable", message)
        .withRemedy("Name a data directory that you may write to with --data.")
        .toException(cause);
  }
}
