package io.windlass.catalog.credentials;

import io.windlass.catalog.credentials.WindlassKey.Grant;
import io.windlass.catalog.identity.AwsKeys;
import io.windlass.connection.Connections;
import io.windlass.connection.secrets.SealedField;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.task.RecurringWork;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Secret;
import io.windlass.objectstore.Permission;
import io.windlass.objectstore.SecurityTokens.TemporaryKeys;
import io.windlass.objectstore.Signing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the embedded store accepts: temporary ones made here, the key pairs of
 * administrators, and the root keys that Windlass itself signs with.
 *
 * <p>Nothing is kept in memory between calls but the root keys, which never change: what is revoked
 * on one node is refused by every node from the next request on. Secrets lie sealed in the
 * database. Thread-safe.
 */
public final class WindlassKeys {
  private static final String TABLE = "windlass_key";
  private static final String ID_PREFIX = "WLSTS";
  private static final int ID_LENGTH = 20;
  private static final int SECRET_LENGTH = 40;
  private static final int TOKEN_LENGTH = 60;

  /** Expired keys stay known for a while, so that the store can say why it refuses them. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final Jdbi jdbi;
  private final SecretBox box;
  private final Connections connections;
  private final AwsKeys awsKeys;
  private final InstantSource clock;
  private final AtomicReference<Signing.@Nullable Keys> root = new AtomicReference<>();

  /** Keys in the database, sealed by the box. */
  public WindlassKeys(
      Jdbi jdbi, SecretBox box, Connections connections, AwsKeys awsKeys, InstantSource clock) {
    this.jdbi = jdbi;
    this.box = box;
    this.connections = connections;
    this.awsKeys = awsKeys;
    this.clock = clock;
  }

  /**
   * The keys with this access key id: absent when there are none, when they are revoked, and when
   * they belong to somebody who is no administrator. Expired ones are there for a day, with the
   * moment of their end; it is for the store to refuse them.
   */
  public Optional<WindlassKey> find(String accessKeyId) {
    if (accessKeyId.startsWith(ID_PREFIX)) {
      return temporary(accessKeyId);
    }
    Signing.Keys rootKeys = rootKeys();
    if (rootKeys.accessKeyId().equals(accessKeyId)) {
      return Optional.of(full(rootKeys.secretAccessKey()));
    }
    return awsKeys
        .find(accessKeyId)
        .filter(signer -> signer.caller().administrator())
        .map(signer -> full(signer.secretAccessKey()));
  }

  private Signing.Keys rootKeys() {
    Signing.Keys known = root.get();
    if (known != null) {
      return known;
    }
    Signing.Keys read = connections.embeddedKeys();
    root.set(read);
    return read;
  }

  /** Makes keys for one prefix. Joins a transaction of the calling thread. */
  TemporaryKeys create(String bucket, String baseKey, Permission permission, Instant expiresAt) {
    TemporaryKeys keys =
        new TemporaryKeys(
            ID_PREFIX + Ids.random(ID_LENGTH),
            Secret.of(Ids.random(SECRET_LENGTH)),
            Secret.of(Ids.random(TOKEN_LENGTH)),
            expiresAt);
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into windlass_key (access_key_id, sealed_secret, sealed_token, bucket, base_key, permission, expires_at)
                values (:id, :secret, :token, :bucket, :baseKey, :permission, :expiresAt)
                """)
            .bind("id", keys.accessKeyId())
            .bind("secret", box.seal(keys.secretAccessKey(), secretOf(keys.accessKeyId())))
            .bind("token", box.seal(keys.sessionToken(), tokenOf(keys.accessKeyId())))
            .bind("bucket", bucket)
            .bind("baseKey", baseKey)
            .bind("permission", permission)
            .bind("expiresAt", expiresAt)
            .execute());
    return keys;
  }

  /** Ends the keys, if there are any. Joins a transaction of the calling thread. */
  void revoke(String accessKeyId) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("delete from windlass_key where access_key_id = :id")
            .bind("id", accessKeyId)
            .execute());
  }

  /**
   * What one node at a time does every hour: forgets secrets that are good for nothing any more.
   */
  public RecurringWork sweep() {
    return new RecurringWork("forget_expired_keys", Duration.ofHours(1), this::forgetExpired);
  }

  /** Forgets the secrets of keys that ended more than a day ago. */
  void forgetExpired() {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("delete from windlass_key where expires_at < :before")
            .bind("before", clock.instant().minus(REMEMBERED))
            .execute());
  }

  private Optional<WindlassKey> temporary(String accessKeyId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select sealed_secret, sealed_token, bucket, base_key, permission, expires_at
                from windlass_key where access_key_id = :id
                """)
            .bind("id", accessKeyId)
            .map((row, _) -> unsealed(accessKeyId, row))
            .findOne());
  }

  private WindlassKey unsealed(String accessKeyId, ResultSet row) throws SQLException {
    String baseKey = row.getString("base_key");
    return new WindlassKey(
        box.open(row.getBytes("sealed_secret"), secretOf(accessKeyId)),
        Optional.of(box.open(row.getBytes("sealed_token"), tokenOf(accessKeyId))),
        new Grant.Below(
            row.getString("bucket"),
            baseKey.isEmpty() ? "" : baseKey + "/",
            Permission.valueOf(row.getString("permission"))),
        Optional.of(row.getTimestamp("expires_at").toInstant()));
  }

  private static WindlassKey full(Secret secret) {
    return new WindlassKey(secret, Optional.empty(), new Grant.Full(), Optional.empty());
  }

  private static SealedField secretOf(String accessKeyId) {
    return new SealedField(TABLE, "sealed_secret", accessKeyId);
  }

  private static SealedField tokenOf(String accessKeyId) {
    return new SealedField(TABLE, "sealed_token", accessKeyId);
  }
}
