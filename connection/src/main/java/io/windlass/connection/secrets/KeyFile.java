package io.windlass.connection.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file that holds the keys. It is only ever replaced whole, so readers see the old or the new
 * set and nothing between. Thread-safe; other processes' replacements are seen at the next use.
 */
final class KeyFile {
  private final Path path;
  private @Nullable Loaded loaded;

  KeyFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  Path path() {
    return path;
  }

  boolean exists() {
    return Files.exists(path);
  }

  /** Makes the file with one key, unless somebody else has just done so. */
  void create() {
    try {
      Files.createDirectories(path.getParent());
      Path draft = draft(Keys.generate());
      try {
        // Linking fails when the name is taken, and never shows a file half written.
        Files.createLink(path, draft);
      } catch (FileAlreadyExistsException _) {
        return;
      } finally {
        Files.delete(draft);
      }
      syncDirectory();
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  /** The keys as the file has them now. */
  synchronized Keys keys() {
    try {
      Stamp stamp = Stamp.of(path);
      if (loaded == null || !loaded.stamp().equals(stamp)) {
        refuseExposed();
        loaded = new Loaded(stamp, Keys.parse(Files.readString(path, UTF_8)));
      }
      return loaded.keys();
    } catch (NoSuchFileException e) {
      throw missing(path).toException(e);
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  /** Puts other keys in the place of the present ones. */
  synchronized void replace(Keys keys) {
    try {
      Path draft = draft(keys);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncDirectory();
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  static Problem missing(Path path) {
    return Problem.of(
            Kind.INVALID,
            "secret_key_missing",
            "The secrets in the database are sealed with a key that is not at " + path + ".")
        .withRemedy("Copy the key file from the node or the backup that has it.");
  }

  private Path draft(Keys keys) throws IOException, GeneralSecurityException {
    Path draft = path.resolveSibling(path.getFileName() + "." + Ids.random(8));
    try (FileChannel channel =
        FileChannel.open(
            draft,
            Set.of(CREATE_NEW, WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = UTF_8.encode(keys.serialize());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    return draft;
  }

  private void syncDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(path.getParent(), READ)) {
      directory.force(true);
    }
  }

  private void refuseExposed() throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw Problem.of(
              Kind.INVALID,
              "secret_key_exposed",
              "Everybody on this machine can read or write the key file " + path + ".")
          .withRemedy("Run chmod 600 " + path + " and rotate the key.")
          .toException();
    }
  }

  private RuntimeException unusable(Exception cause) {
    if (cause instanceof IOException io) {
      return new UncheckedIOException("key file " + path, io);
    }
    return Problem.of(
            Kind.INVALID, "secret_key_invalid", "The key file " + path + " holds no usable keys.")
        .withRemedy("Put back the file from a backup.")
        .toException(cause);
  }

  private record Loaded(Stamp stamp, Keys keys) {}

  /** What tells one state of the file from the next. */
  private record Stamp(Optional<Object> inode, long size, long modifiedNanos) {
    static Stamp of(Path path) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(
          Optional.ofNullable(attributes.fileKey()),
          attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }
  }
}
