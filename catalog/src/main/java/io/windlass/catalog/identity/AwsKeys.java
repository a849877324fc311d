package io.windlass.catalog.identity;

import io.windlass.connection.secrets.SealedField;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.Nested;

/**
 * Key pairs of users for requests that are signed as AWS does (SigV4). Thread-safe. A pair that one
 * node revokes is refused by the next request to any other.
 */
public final class AwsKeys {
  private static final String PREFIX = "WLAK";
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int ACCESS_KEY_LENGTH = 20;
  private static final int SECRET_LENGTH = 40;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String COLUMNS = "access_key_id, user_id, name, scopes, created_at";

  private final Jdbi jdbi;
  private final SecretBox box;
  private final Users users;

  /** The key pairs in the database, their secrets sealed by the box. */
  public AwsKeys(Database database, SecretBox box) {
    this.jdbi = database.jdbi();
    this.box = box;
    this.users = new Users(database);
  }

  /**
   * Makes a key pair for the caller. It may be used for what the caller's token may be used for
   * now.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_label}, {@code
   *     insufficient_scope}
   */
  public CreatedAwsKey create(Caller caller, String name) {
    caller.require(Scope.MODIFY);
    Names.checkLabel(name);
    String accessKeyId = accessKeyId();
    Secret secret = Secret.of(Ids.random(SECRET_LENGTH));
    AwsKey key =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "INSERT INTO aws_key (access_key_id, user_id, name, scopes, sealed_secret)"
                        + " VALUES (:id, :user, :name, :scopes, :sealed) RETURNING "
                        + COLUMNS)
                .bind("id", accessKeyId)
                .bind("user", caller.user().id())
                .bind("name", name)
                .bindArray(
                    "scopes",
                    String.class,
                    caller.scopes().stream().map(Scope::name).sorted().toList())
                .bind("sealed", box.seal(secret, place(accessKeyId)))
                .mapTo(AwsKey.class)
                .one());
    return new CreatedAwsKey(key, secret);
  }

  /** A user's key pairs in the order of their creation; administrators see others' too. */
  public Page.Of<AwsKey> list(Caller caller, long userId, Page page) {
    caller.require(Scope.VIEW);
    caller.requireSelfOrAdministrator(userId);
    record Row(long ordinal, @Nested AwsKey key) {}
    List<Row> rows =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "SELECT ordinal, "
                        + COLUMNS
                        + """
                         FROM aws_key WHERE user_id = :user AND ordinal > :after
                        ORDER BY ordinal LIMIT :limit
                        """)
                .bind("user", userId)
                .bind("after", Lists.after(page))
                .bind("limit", page.limit() + 1)
                .mapTo(Row.class)
                .list());
    Page.Of<Row> shown = Lists.page(rows, page, Row::ordinal);
    return new Page.Of<>(shown.items().stream().map(Row::key).toList(), shown.nextCursor());
  }

  /**
   * Ends a key pair of one's own at once; administrators also others'.
   *
   * @throws io.windlass.foundation.WindlassException {@code aws_key_not_found}, also for another
   *     user's pair
   */
  public void revoke(Caller caller, String accessKeyId) {
    caller.require(Scope.MODIFY);
    int revoked =
        jdbi.withHandle(handle ->
            handle
                .createUpdate(
                    """
                    DELETE FROM aws_key
                    WHERE access_key_id = :id AND (user_id = :user OR :administrator)
                    """)
                .bind("id", accessKeyId)
                .bind("user", caller.user().id())
                .bind("administrator", caller.administrator())
                .execute());
    if (revoked == 0) {
      throw Problem.of(Kind.NOT_FOUND, "aws_key_not_found", "There is no key " + accessKeyId + ".")
          .toException();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // a row, never compared
  private record Sealed(long userId, Set<Scope> scopes, byte[] sealedSecret) {}

  /** Who signs with this access key, and the secret to check the signature with. */
  public Optional<AwsSigner> find(String accessKeyId) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "SELECT user_id, scopes, sealed_secret FROM aws_key"
                        + " WHERE access_key_id = :id")
                .bind("id", accessKeyId)
                .mapTo(Sealed.class)
                .findOne())
        .flatMap(row ->
            users
                .caller(row.userId(), row.scopes().toArray(Scope[]::new))
                .map(caller ->
                    new AwsSigner(caller, box.open(row.sealedSecret(), place(accessKeyId)))));
  }

  private static SealedField place(String accessKeyId) {
    return new SealedField("aws_key", "sealed_secret", accessKeyId);
  }

  private static String accessKeyId() {
    StringBuilder id = new StringBuilder(PREFIX);
    while (id.length() < ACCESS_KEY_LENGTH) {
      id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
