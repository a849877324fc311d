package io.windlass.catalog;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Runs the catalog's work in transactions (read committed; the locks of {@link Projects} order what
 * must be ordered) and repeats what lost a race. Thread-safe.
 */
final class Transactions {
  private static final int ATTEMPTS = 10;
  private static final Set<String> PASSING = Set.of("40001", "40P01", "23503");
  private static final String SAVEPOINT = "catalog";

  private final Jdbi jdbi;
  private final InstantSource clock;

  Transactions(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** Now, as exactly as the database keeps it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Statements that change nothing; no transaction of their own. */
  <T> T read(HandleCallback<T, RuntimeException> work) {
    return jdbi.withHandle(work);
  }

  /**
   * All or nothing; the work may run several times. Joins a transaction of the calling thread,
   * which stays usable when the work fails.
   */
  <T> T write(HandleCallback<T, RuntimeException> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return jdbi.withHandle(handle -> once(handle, work));
      } catch (LostRace e) {
        if (attempt == ATTEMPTS) {
          throw Problem.of(
                  Kind.UNAVAILABLE,
                  "changed_meanwhile",
                  "Others are changing the same part of the catalog at this moment.")
              .toException(e);
        }
      } catch (JdbiException e) {
        SQLException cause = sqlException(e);
        if (isNameTaken(cause)) {
          throw CatalogProblems.nameTaken();
        }
        if (!isPassing(cause) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Within a transaction of the calling thread, a failure undoes this work alone. */
  private static <T> T once(Handle handle, HandleCallback<T, RuntimeException> work) {
    if (!handle.isInTransaction()) {
      return handle.inTransaction(work);
    }
    handle.savepoint(SAVEPOINT);
    try {
      T result = work.withHandle(handle);
      handle.releaseSavepoint(SAVEPOINT);
      return result;
    } catch (RuntimeException e) {
      handle.rollbackToSavepoint(SAVEPOINT);
      throw e;
    }
  }

  private static SQLException sqlException(JdbiException e) {
    return e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
  }

  private static boolean isNameTaken(SQLException e) {
    String message = String.valueOf(e.getMessage());
    return "23505".equals(e.getSQLState())
        && (message.contains("\"entry_name\"") || message.contains("\"project_name\""));
  }

  /**
   * Serialization failure, deadlock, or content that somebody else pointed a version at or forgot
   * in between: the other one went through, so this one will too.
   */
  private static boolean isPassing(SQLException e) {
    return PASSING.contains(String.valueOf(e.getSQLState()));
  }

  /** What was read before a lock was no longer true after it; repeat everything. */
  static final class LostRace extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostRace() {
      super("lost a race", null, false, false);
    }
  }
}
