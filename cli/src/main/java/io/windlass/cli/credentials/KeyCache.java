package io.windlass.cli.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import io.windlass.cli.output.CliException;
import io.windlass.client.WindlassJson;
import io.windlass.client.model.Credentials;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Temporary keys kept between two calls of {@code credential_process}, readable by their owner
 * alone. Programs that ask at the same time wait for one of them to renew the keys.
 */
final class KeyCache {
  // the AWS CLI and SDKs ask again 15 minutes before the end, so keys must be newer than that
  private static final Duration NEAR_EXPIRY = Duration.ofMinutes(20);

  private final Path directory;

  KeyCache(Path cache) {
    this.directory = cache.resolve("credentials");
  }

  /**
   * The keys that are kept, or new ones when those are near their end.
   *
   * @param purpose everything that makes a difference; may hold secrets, of which only a digest is
   *     kept
   */
  Credentials get(String purpose, Instant now, Supplier<Credentials> issue) {
    String name = digest(purpose);
    Path file = directory.resolve(name + ".json");
    try {
      makeDirectory();
      try (FileChannel channel = open(directory.resolve(name + ".lock"));
          FileLock lock = channel.lock()) {
        Optional<Credentials> kept = lock.isValid() ? read(file) : Optional.empty();
        if (kept.filter(keys -> now.plus(NEAR_EXPIRY).isBefore(keys.expiration())).isPresent()) {
          return kept.get();
        }
        Credentials fresh = issue.get();
        write(file, fresh);
        return fresh;
      }
    } catch (IOException e) {
      throw new CliException(
          "cache_unusable",
          "The directory " + directory + " cannot be used: " + e.getMessage() + ".",
          "Mend it, or name another place with XDG_CACHE_HOME.");
    }
  }

  /** Forgets keys that were revoked. */
  void forget(String id) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        if (read(file).filter(keys -> keys.id().equals(id)).isPresent()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new CliException(
          "cache_unusable",
          "Revoked keys may still be kept in " + directory + ".",
          "Delete that directory.");
    }
  }

  private void makeDirectory() throws IOException {
    Files.createDirectories(directory.getParent());
    if (!Files.isDirectory(directory)) {
      try {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (java.nio.file.FileAlreadyExistsException e) {
        // another process was first
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static Optional<Credentials> read(Path file) throws IOException {
    try {
      return Optional.of(
          WindlassJson.mapper().readValue(Files.readAllBytes(file), Credentials.class));
    } catch (NoSuchFileException | JacksonException e) {
      return Optional.empty();
    }
  }

  private static void write(Path file, Credentials keys) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel = open(fresh)) {
      channel.write(java.nio.ByteBuffer.wrap(WindlassJson.mapper().writeValueAsBytes(keys)));
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
