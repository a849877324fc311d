package io.windlass.server.start;

import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.database.Settings;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;

/** Everything that one node holds open, wired together. Thread-safe. */
public final class Installation implements AutoCloseable {
  private final Database database;
  private final Settings settings;
  private final SecretBox secretBox;

  private Installation(Database database, SecretBox secretBox) {
    this.database = database;
    this.settings = new Settings(database.jdbi());
    this.secretBox = secretBox;
  }

  /**
   * Opens the database, brings it to this build's schema, and starts what runs in this process.
   *
   * @throws io.windlass.foundation.WindlassException with the reason why this node cannot run
   */
  public static Installation open(ServeOptions options) {
    makeDirectory(options.data());
    Database database =
        options
            .database()
            .map(external -> Database.at(external.jdbcUrl(), external.user(), external.password()))
            .orElseGet(() -> Database.embedded(options.data()));
    try {
      Path keyFile = options.secretsKey().orElse(options.data().resolve("secrets.key"));
      return new Installation(database, SecretBox.at(keyFile, database));
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** The database. */
  public Database database() {
    return database;
  }

  /** Facts that all nodes agree on. */
  public Settings settings() {
    return settings;
  }

  /** What seals secrets. */
  public SecretBox secretBox() {
    return secretBox;
  }

  /** The clock of this process. */
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public void close() {
    database.close();
  }

  private static void makeDirectory(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw Problem.of(
              Kind.INVALID,
              "data_directory_unusable",
              "The directory " + directory + " cannot be" + " made.")
          .withRemedy("Name one that you may write to with --data.")
          .toException(e);
    }
  }
}
