package io.windlass.catalog.identity;

import io.windlass.database.Database;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.Nested;

/**
 * Personal access tokens. Thread-safe.
 *
 * <p>Nothing is kept in memory: a token that one node revokes is refused by the next request to any
 * other.
 */
public final class Tokens {
  private static final String COLUMNS =
      "id, user_id, name, scopes, created_at, expires_at, last_used_at";

  private final Jdbi jdbi;

  /** The tokens in the database. */
  public Tokens(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * Makes a token for oneself; administrators also for others.
   *
   * @param scopes at least one, and none that the caller's own token lacks
   * @param lifetime more than nothing; absent for a token that lives until it is revoked
   * @throws io.windlass.foundation.WindlassException {@code invalid_label}, {@code invalid_scope},
   *     {@code invalid_lifetime}, {@code insufficient_scope}, {@code user_not_found}
   */
  public CreatedToken create(
      Caller caller, long userId, String name, Set<Scope> scopes, Optional<Duration> lifetime) {
    caller.require(Scope.MODIFY);
    caller.requireSelfOrAdministrator(userId);
    caller.require(scopes.toArray(Scope[]::new));
    Names.checkLabel(name);
    if (scopes.isEmpty()) {
      throw Problem.of(Kind.INVALID, "invalid_scope", "A token needs at least one scope.")
          .withRemedy("Scopes are view, modify, download and admin.")
          .toException();
    }
    return jdbi.withHandle(handle -> insert(handle, userId, name, scopes, expiry(lifetime)));
  }

  /** A user's tokens in the order of their creation; expired ones too, until they are revoked. */
  public Page.Of<Token> list(Caller caller, long userId, Page page) {
    caller.require(Scope.VIEW);
    caller.requireSelfOrAdministrator(userId);
    record Row(long ordinal, @Nested Token token) {}
    Page.Of<Row> rows =
        Lists.page(
            jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT ordinal, "
                            + COLUMNS
                            + """
                             FROM access_token
                            WHERE user_id = :user AND ordinal > :after
                            ORDER BY ordinal LIMIT :limit
                            """)
                    .bind("user", userId)
                    .bind("after", Lists.after(page))
                    .bind("limit", page.limit() + 1)
                    .mapTo(Row.class)
                    .list()),
            page,
            Row::ordinal);
    return new Page.Of<>(rows.items().stream().map(Row::token).toList(), rows.nextCursor());
  }

  /**
   * Ends a token of one's own at once; administrators also others'.
   *
   * @throws io.windlass.foundation.WindlassException {@code token_not_found}, also for another
   *     user's token
   */
  public void revoke(Caller caller, String tokenId) {
    caller.require(Scope.MODIFY);
    int revoked =
        jdbi.withHandle(handle ->
            handle
                .createUpdate(
                    """
                    DELETE FROM access_token
                    WHERE id = :id AND (user_id = :user OR :administrator)
                    """)
                .bind("id", tokenId)
                .bind("user", caller.user().id())
                .bind("administrator", caller.administrator())
                .execute());
    if (revoked == 0) {
      throw Problem.of(Kind.NOT_FOUND, "token_not_found", "There is no token " + tokenId + ".")
          .toException();
    }
  }

  /** Who calls with this text; empty when it is not, or no longer, the text of a token. */
  public Optional<Caller> authenticate(Secret text) {
    return TokenText.parse(text)
        .flatMap(token ->
            jdbi.withHandle(handle ->
                find(handle, token.id())
                    .filter(stored -> token.matches(stored.hash()) && !stored.expired())
                    .map(stored -> {
                      if (stored.useUnnoted()) {
                        noteUse(handle, token.id());
                      }
                      return Caller.of(stored.user(), stored.scopes(), stored.groups());
                    })));
  }

  /** A token row with its user, as one read brings it. */
  @SuppressWarnings("ArrayRecordComponent") // a row, never compared
  private record Stored(
      byte[] hash,
      Set<Scope> scopes,
      boolean expired,
      boolean useUnnoted,
      List<Long> groups,
      @Nested("user_") User user) {}

  private static Optional<Stored> find(Handle handle, String id) {
    return handle
        .createQuery(
            """
            SELECT t.hash, t.scopes, coalesce(t.expires_at <= now(), false) AS expired,
              coalesce(t.last_used_at < now() - interval '1 minute', true) AS use_unnoted,
              ARRAY(SELECT group_id FROM group_member WHERE user_id = p.id) AS groups,
              p.id AS user_id, p.name AS user_name, u.display_name AS user_display_name,
              u.administrator AS user_administrator, p.created_at AS user_created_at,
              ARRAY(SELECT email FROM user_email WHERE user_id = p.id ORDER BY email) AS user_emails
            FROM access_token t
              JOIN principal p ON p.id = t.user_id
              JOIN user_account u ON u.id = t.user_id
            WHERE t.id = :id
            """)
        .bind("id", id)
        .mapTo(Stored.class)
        .findOne();
  }

  /** At most one write a minute, whatever the number of nodes and requests. */
  private static void noteUse(Handle handle, String id) {
    handle
        .createUpdate(
            """
            UPDATE access_token SET last_used_at = now()
            WHERE id = :id AND coalesce(last_used_at < now() - interval '1 minute', true)
            """)
        .bind("id", id)
        .execute();
  }

  static CreatedToken insert(
      Handle handle, long userId, String name, Set<Scope> scopes, Optional<Instant> expiresAt) {
    TokenText text = TokenText.create();
    Token token =
        handle
            .createQuery(
                "INSERT INTO access_token (id, user_id, name, hash, scopes, expires_at)"
                    + " SELECT :id, id, :name, :hash, :scopes, :expiresAt FROM user_account"
                    + " WHERE id = :user RETURNING "
                    + COLUMNS)
            .bind("id", text.id())
            .bind("user", userId)
            .bind("name", name)
            .bind("hash", text.hash())
            .bindArray(
                "scopes",
                String.class,
                scopes.stream().map(Scope::name).sorted().collect(Collectors.toList()))
            .bind("expiresAt", expiresAt)
            .mapTo(Token.class)
            .findOne()
            .orElseThrow(() ->
                Problem.of(Kind.NOT_FOUND, "user_not_found", "There is no user " + userId + ".")
                    .toException());
    return new CreatedToken(token, text.text());
  }

  private static Optional<Instant> expiry(Optional<Duration> lifetime) {
    return lifetime.map(duration -> {
      if (!duration.isPositive() || duration.compareTo(Duration.ofDays(36_500)) > 0) {
        throw Problem.of(
                Kind.INVALID,
                "invalid_lifetime",
                "A token lives for more than nothing and at most a hundred years.")
            .toException();
      }
      return Instant.now().plus(duration);
    });
  }
}
