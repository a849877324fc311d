package io.windlass.connection.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Where a sealed secret lives. A ciphertext opens only at the place it was sealed for.
 *
 * @param table the table
 * @param column the column that holds the ciphertext
 * @param row the primary key as text
 */
public record SealedField(String table, String column, String row) {
  /** What the ciphertext is bound to. */
  byte[] associatedData() {
    return (table + "." + column + "/" + row).getBytes(UTF_8);
  }
}
