package io.windlass.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs that this build carries ({@code initdb}, {@code pg_ctl}, {@code
 * postgres}), unpacked on first use.
 *
 * <p>A directory of programs appears whole or not at all, so a process killed while unpacking does
 * no harm. Not safe against two processes at once: the caller holds the lock of the directory.
 */
final class PostgresPrograms {
  private static final String UNFINISHED = ".new";

  private final Path home;

  private PostgresPrograms(Path home) {
    this.home = home;
  }

  /** The programs under {@code directory}, unpacked if they are not there yet. */
  static PostgresPrograms under(Path directory) throws IOException {
    Path home = directory.resolve("postgresql-" + version());
    if (!Files.isDirectory(home)) {
      Files.createDirectories(directory);
      deleteAllBut(directory, home);
      Path unfinished = directory.resolve(Ids.random(8) + UNFINISHED);
      try (InputStream archive = archive()) {
        unpack(archive, unfinished);
      }
      Files.move(unfinished, home, ATOMIC_MOVE);
    }
    return new PostgresPrograms(home);
  }

  /** Runs one of the programs to its end. When we are root, it is nobody. */
  Result run(String program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return execute(command);
  }

  /** How a program ended, and everything it said. */
  record Result(int code, String output) {}

  private static Result execute(List<String> command) throws IOException {
    List<String> words = new ArrayList<>();
    if (isRoot()) {
      words.addAll(List.of("unshare", "--user"));
    }
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    try {
      return new Result(process.waitFor(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + command.getFirst(), e);
    }
  }

  private static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /**
   * Fails when PostgreSQL could not run here because we are root.
   *
   * @throws io.windlass.foundation.WindlassException {@code embedded_postgres_needs_user}
   */
  static void checkUser() throws IOException {
    if (isRoot() && !canBeNobody()) {
      throw Problem.of(
              Kind.INVALID,
              "embedded_postgres_needs_user",
              "PostgreSQL refuses to run as root, and this machine allows no user namespace in"
                  + " which it would not be.")
          .withRemedy(
              "Start Windlass as an ordinary user, or run a PostgreSQL of your own and name it"
                  + " with --database-url.")
          .toException();
    }
  }

  private static boolean canBeNobody() {
    try {
      return execute(List.of("true")).code() == 0;
    } catch (IOException _) {
      return false; // there is no unshare
    }
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = resource("/io/windlass/database/postgres.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  private static InputStream archive() {
    String architecture = System.getProperty("os.arch");
    return resource(
        switch (architecture) {
          case "amd64" -> "/postgres-linux-x86_64.txz";
          case "aarch64" -> "/postgres-linux-arm_64.txz";
          default -> "/postgres-linux-" + architecture + ".txz";
        });
  }

  private static InputStream resource(String name) {
    InputStream in = PostgresPrograms.class.getResourceAsStream(name);
    if (in == null || !System.getProperty("os.name").equals("Linux")) {
      throw Problem.of(
              Kind.INVALID,
              "embedded_postgres_unsupported",
              "This build carries no PostgreSQL for %s on %s."
                  .formatted(System.getProperty("os.name"), System.getProperty("os.arch")))
          .withRemedy("Run a PostgreSQL of your own and name it with --database-url.")
          .toException();
    }
    return in;
  }

  private static void unpack(InputStream archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("the archive of PostgreSQL reaches outside: " + entry.getName());
        }
        unpack(tar, entry, path);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static void deleteAllBut(Path directory, Path kept) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (!child.equals(kept)) {
          deleteTree(child);
        }
      }
    }
  }

  /** Deletes the directory and everything in it; nothing happens when it does not exist. */
  static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted((left, right) -> right.compareTo(left)).toList()) {
        Files.delete(path);
      }
    }
  }
}
