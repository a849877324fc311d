package io.windlass.connection.secrets;

import io.windlass.foundation.Secret;

/**
 * Seals secrets for the database with a key that is not in it. Thread-safe; any number of nodes
 * share one key file.
 *
 * <p>A table keeps a sealed secret in a {@code bytea} column and beside it a generated column that
 * names the key and points to the table of keys, so that the database itself refuses to lose a key
 * that is in use, and a rotation finds every secret there is:
 *
 * <pre>
 * sealed_secret     bytea not null,
 * sealed_secret_key bytea generated always as (substring(sealed_secret from 1 for 5)) stored
 *                   references sealing_key
 * </pre>
 *
 * The table needs a primary key of one column.
 */
public interface SecretBox {
  /** The secret as bytes that only this box, and only for this place, can open. */
  byte[] seal(Secret secret, SealedField place);

  /**
   * The secret again. Fails with {@code secret_unreadable} when the bytes were sealed for another
   * place, were changed, or belong to a key that is not in the key file.
   */
  Secret open(byte[] sealed, SealedField place);

  /**
   * Makes a new key, re-encrypts every sealed secret of the database with it and destroys the old
   * keys. After an interruption the next call finishes; no secret is unreadable at any moment.
   *
   * @return how many secrets were re-encrypted
   */
  long rotate();
}
