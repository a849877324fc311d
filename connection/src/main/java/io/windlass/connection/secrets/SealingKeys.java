package io.windlass.connection.secrets;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What the database knows of the keys: which there are, and which columns they seal. */
final class SealingKeys {
  /** Any number; taken while the first key of an installation is made. */
  private static final long LOCK = 0x57494e444b455931L;

  private SealingKeys() {}

  /** Makes the first key, or checks that the file fits the database. */
  static void agree(Jdbi jdbi, KeyFile file) {
    jdbi.useTransaction(handle -> {
      handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
      if (!file.exists()) {
        if (any(handle)) {
          throw KeyFile.missing(file.path()).toException();
        }
        file.create();
      }
      add(handle, file.keys().primaryPrefix());
    });
    boolean lacking = lacksAKey(jdbi, file);
    if (lacking) { // a rotation on another node may have come between file and rows: look again
      lacking = lacksAKey(jdbi, file);
    }
    if (lacking) {
      throw Problem.of(
              Kind.INVALID,
              "secret_key_mismatch",
              "The key file "
                  + file.path()
                  + " lacks a key that secrets in the database are sealed with.")
          .withRemedy("Copy the key file from the node or the backup that has it.")
          .toException();
    }
  }

  private static boolean lacksAKey(Jdbi jdbi, KeyFile file) {
    List<byte[]> prefixes = file.keys().prefixes();
    return columns(jdbi).stream()
        .anyMatch(column -> jdbi.withHandle(handle -> column.hasForeign(handle, prefixes)));
  }

  static void add(Handle handle, byte[] prefix) {
    handle
        .createUpdate("INSERT INTO sealing_key (prefix) VALUES (:prefix) ON CONFLICT DO NOTHING")
        .bind("prefix", prefix)
        .execute();
  }

  /** Every column of the database that holds sealed secrets. */
  static List<SealedColumn> columns(Jdbi jdbi) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT constrained.relname AS table_name,
                       reference.attname AS key_column,
                       identity.attname AS id_column,
                       format_type(identity.atttypid, identity.atttypmod) AS id_type
                FROM pg_constraint con
                JOIN pg_class constrained ON constrained.oid = con.conrelid
                JOIN pg_attribute reference
                  ON reference.attrelid = con.conrelid AND reference.attnum = con.conkey[1]
                JOIN pg_index pk ON pk.indrelid = con.conrelid AND pk.indisprimary
                JOIN pg_attribute identity
                  ON identity.attrelid = con.conrelid AND identity.attnum = pk.indkey[0]
                WHERE con.contype = 'f' AND con.confrelid = 'sealing_key'::regclass
                ORDER BY 1, 2
                """)
            .map((row, _) ->
                SealedColumn.of(
                    row.getString("table_name"),
                    row.getString("key_column"),
                    row.getString("id_column"),
                    row.getString("id_type")))
            .list());
  }

  private static boolean any(Handle handle) {
    return handle
        .createQuery("SELECT EXISTS (SELECT 1 FROM sealing_key)")
        .mapTo(Boolean.class)
        .one();
  }
}
