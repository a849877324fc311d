package io.windlass.database;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema: every house puts its steps under {@code io/windlass/migrations}, in its own range of
 * numbers. Steps only go forward. Several nodes may start at once: one of them migrates, the others
 * wait. A node of an earlier build keeps working on a newer schema, so it overlooks steps that it
 * does not know.
 */
final class Migrations {
  private Migrations() {}

  static void run(DataSource source) {
    try {
      migrate(source);
    } catch (FlywayException e) {
      throw Problem.of(
              Kind.INVALID,
              "database_not_migrated",
              "The schema of the database could not be brought up to date: " + e.getMessage())
          .withRemedy("The user must own the database, and nobody else may change its schema.")
          .toException(e);
    }
  }

  private static void migrate(DataSource source) {
    Flyway.configure(Migrations.class.getClassLoader())
        .loggers("slf4j")
        .dataSource(source)
        .locations("classpath:io/windlass/migrations")
        .outOfOrder(true)
        .ignoreMigrationPatterns("*:missing", "*:future")
        .cleanDisabled(true)
        .lockRetryCount(-1)
        .load()
        .migrate();
  }
}
