package io.windlass.connection.secrets;

/**
 * Where a sealed secret lives. A ciphertext opens only at the place it was sealed for.
 *
 * @param table the table
 * @param column the column that holds the ciphertext
 * @param row the primary key as text
 */
public record SealedField(String table, String column, String row) {}
