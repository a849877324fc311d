package io.windlass.connection.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.database.Database;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jdbi.v3.core.Jdbi;

/**
 * Seals secrets for the database with a key that is not in it. Thread-safe; any number of nodes
 * share one key file.
 *
 * <p>A table keeps a sealed secret in a {@code bytea} column and beside it a generated column that
 * names the key and points to the table of keys, so that the database itself refuses to lose a key
 * that is in use, and a rotation finds every secret there is:
 *
 * <pre>
 * sealed_secret     bytea NOT NULL,
 * sealed_secret_key bytea GENERATED ALWAYS AS (substring(sealed_secret FROM 1 FOR 5)) STORED
 *                   REFERENCES sealing_key
 * </pre>
 *
 * The table needs a primary key of one column, and the second column the name of the first with
 * {@code _key} behind it.
 */
public final class SecretBox {
  private final KeyFile file;
  private final Jdbi jdbi;

  private SecretBox(KeyFile file, Jdbi jdbi) {
    this.file = file;
    this.jdbi = jdbi;
  }

  /**
   * The box with the keys of a file, which is made when neither it nor any key in the database is
   * there.
   *
   * @param keyFile outside the database, readable by nobody else
   * @throws io.windlass.foundation.WindlassException {@code secret_key_missing}, {@code
   *     secret_key_mismatch} when the file is not the one that the database's secrets were sealed
   *     with; {@code secret_key_exposed} when others can read it; {@code secret_key_invalid}
   */
  public static SecretBox at(Path keyFile, Database database) {
    KeyFile file = new KeyFile(keyFile);
    SealingKeys.agree(database.jdbi(), file);
    return new SecretBox(file, database.jdbi());
  }

  /** The secret as bytes that only this box, and only for this place, can open. */
  public byte[] seal(Secret secret, SealedField place) {
    return seal(secret.reveal().getBytes(UTF_8), place);
  }

  /** Like {@link #seal(Secret, SealedField)}, of what is no text. */
  public byte[] seal(byte[] secret, SealedField place) {
    return file.keys().seal(secret, place);
  }

  /**
   * The secret again. Fails with {@code secret_unreadable} when the bytes were sealed for another
   * place, were changed, or belong to a key that is not in the key file.
   */
  public Secret open(byte[] sealed, SealedField place) {
    return Secret.of(new String(openBytes(sealed, place), UTF_8));
  }

  /** Like {@link #open}, of what is no text. */
  public byte[] openBytes(byte[] sealed, SealedField place) {
    try {
      return file.keys().open(sealed, place);
    } catch (GeneralSecurityException e) {
      throw Problem.of(
              Kind.INTERNAL,
              "secret_unreadable",
              "The secret in " + place.table() + " " + place.row() + " cannot be read.")
          .withRemedy(
              "Put back the key file that it was sealed with, or replace the secret with a new one.")
          .toException(e);
    }
  }

  /**
   * Makes a new key, re-encrypts every sealed secret of the database with it and destroys the old
   * keys. After an interruption the next call finishes; no secret is unreadable at any moment.
   * Other nodes may go on meanwhile.
   *
   * @return how many secrets were re-encrypted
   * @throws io.windlass.foundation.WindlassException {@code rotation_running}
   */
  public long rotate() {
    return new Rotation(jdbi, file).run();
  }
}
