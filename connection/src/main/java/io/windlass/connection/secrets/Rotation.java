package io.windlass.connection.secrets;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * One rotation. Each step leaves every secret readable and can be repeated: the new key is in the
 * file before anything is sealed with it, and an old one leaves the file only after the database
 * has let go of it, which its foreign keys refuse as long as one secret needs it.
 */
final class Rotation {
  /** Any number; held while a rotation runs. */
  private static final long LOCK = 0x57494e444b455932L;

  /** Writers that sealed with the old key just before it ceased to be primary may still come. */
  private static final int PASSES = 20;

  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private final Jdbi jdbi;
  private final KeyFile file;

  Rotation(Jdbi jdbi, KeyFile file) {
    this.jdbi = jdbi;
    this.file = file;
  }

  long run() {
    try (Handle lock = jdbi.open()) {
      if (!lock.createQuery("SELECT pg_try_advisory_lock(:id)")
          .bind("id", LOCK)
          .mapTo(Boolean.class)
          .one()) {
        throw Problem.of(
                Kind.CONFLICT, "rotation_running", "The key is being rotated by another node.")
            .toException();
      }
      try {
        return rotate();
      } finally {
        lock.execute("SELECT pg_advisory_unlock(?)", LOCK);
      }
    } catch (GeneralSecurityException e) {
      throw Problem.of(
              Kind.INTERNAL,
              "secret_unreadable",
              "A secret in the database cannot be read, so the old key is kept.")
          .toException(e);
    }
  }

  private long rotate() throws GeneralSecurityException {
    Keys keys = file.keys();
    if (keys.size() == 1) {
      keys = keys.withNewPrimary();
      byte[] prefix = keys.primaryPrefix();
      jdbi.useHandle(handle -> SealingKeys.add(handle, prefix));
      file.replace(keys);
    } else { // the rotation before was interrupted: finish it
      byte[] prefix = keys.primaryPrefix();
      jdbi.useHandle(handle -> SealingKeys.add(handle, prefix));
    }
    long count = 0;
    for (int pass = 0; pass < PASSES; pass++) {
      count += resealAll(keys);
      if (dropOthers(keys.primaryPrefix())) {
        file.replace(keys.primaryOnly());
        return count;
      }
    }
    throw Problem.of(
            Kind.UNAVAILABLE,
            "rotation_unfinished",
            "Some node keeps on sealing with the old key, so it is kept.")
        .withRemedy("Give every node the same key file and rotate again.")
        .toException();
  }

  private long resealAll(Keys keys) throws GeneralSecurityException {
    long count = 0;
    List<SealedColumn> columns = SealingKeys.columns(jdbi);
    for (SealedColumn column : columns) {
      int batch;
      do {
        batch = jdbi.inTransaction(handle -> column.reseal(handle, keys));
        count += batch;
      } while (batch > 0);
    }
    return count;
  }

  /** Whether the database knows the primary key alone now. */
  private boolean dropOthers(byte[] primary) {
    try {
      jdbi.useHandle(handle ->
          handle
              .createUpdate("DELETE FROM sealing_key WHERE prefix <> :primary")
              .bind("primary", primary)
              .execute());
      return true;
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof java.sql.SQLException sql
          && FOREIGN_KEY_VIOLATION.equals(sql.getSQLState())) {
        return false;
      }
      throw e;
    }
  }
}
