package io.windlass.connection.secrets;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * A column of sealed secrets. The names come from the database's own catalog.
 *
 * @param table the table
 * @param id its primary key
 * @param idType the key's type
 * @param secret the column of ciphertexts
 * @param key the column that names their key
 */
record SealedColumn(String table, String id, String idType, String secret, String key) {
  private static final String SUFFIX = "_key";
  private static final int BATCH = 200;

  /** Most secrets are short; whole requests of transfers may have megabytes. */
  private static final long BATCH_BYTES = 8L << 20;

  private static final int FETCHED = 10;

  static SealedColumn of(String table, String key, String id, String idType) {
    if (!key.endsWith(SUFFIX)) {
      throw new IllegalStateException(
          table + "." + key + " points to sealing_key and is not named after a sealed column");
    }
    return new SealedColumn(
        table, id, idType, key.substring(0, key.length() - SUFFIX.length()), key);
  }

  /** Whether some secret is sealed with none of these keys. */
  boolean hasForeign(Handle handle, List<byte[]> prefixes) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM %s WHERE encode(%s, 'hex') <> ALL (:prefixes))"
                .formatted(quoted(table), quoted(key)))
        .bindArray(
            "prefixes", String.class, prefixes.stream().map(HexFormat.of()::formatHex).toList())
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Re-encrypts one batch of what is not sealed with the primary key. A secret that is replaced
   * meanwhile is left to the next batch.
   *
   * @return how many were found; 0 is the end
   */
  int reseal(Handle handle, Keys keys) throws GeneralSecurityException {
    List<Row> rows = next(handle, keys);
    for (Row row : rows) {
      SealedField place = new SealedField(table, secret, row.id());
      byte[] resealed = keys.seal(keys.open(row.sealed(), place), place);
      handle
          .createUpdate(
              "UPDATE %1$s SET %3$s = :resealed WHERE %2$s = CAST(:id AS %4$s) AND %3$s = :sealed"
                  .formatted(quoted(table), quoted(id), quoted(secret), idType))
          .bind("resealed", resealed)
          .bind("id", row.id())
          .bind("sealed", row.sealed())
          .execute();
    }
    return rows.size();
  }

  private List<Row> next(Handle handle, Keys keys) {
    List<Row> rows = new ArrayList<>();
    try (ResultIterator<Row> found =
        handle
            .createQuery(
                "SELECT %2$s::text AS id, %3$s AS sealed FROM %1$s WHERE %4$s <> :primary LIMIT :batch"
                    .formatted(quoted(table), quoted(id), quoted(secret), quoted(key)))
            .bind("primary", keys.primaryPrefix())
            .bind("batch", BATCH)
            .setFetchSize(FETCHED)
            .map((row, _) -> new Row(row.getString("id"), row.getBytes("sealed")))
            .iterator()) {
      long bytes = 0;
      while (bytes < BATCH_BYTES && found.hasNext()) {
        Row row = found.next();
        bytes += row.sealed().length;
        rows.add(row);
      }
    }
    return rows;
  }

  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record Row(String id, byte[] sealed) {}

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
