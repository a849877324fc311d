package io.windlass.catalog.identity;

import io.windlass.database.Database;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/** The first administrator of an installation. Thread-safe. */
public final class Bootstrap {
  /** The name of the first administrator. */
  public static final String ADMINISTRATOR = "admin";

  private static final String TOKEN = "first token";

  private final Jdbi jdbi;

  /** For the installation in the database. */
  public Bootstrap(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * On the first start of an installation makes the administrator and a token with all scopes.
   *
   * <p>When several nodes start at once, one of them does and the others wait for it. When the
   * process ends before the token is kept, nothing has happened and the next start does it anew.
   *
   * @param keep keeps the text of the token where its owner finds it; returns when that is safe,
   *     and may be called again with another text after a failure
   * @return whether this call made them
   */
  public boolean createAdministrator(Consumer<Secret> keep) {
    return jdbi.inTransaction(handle -> {
      NewUser first = new NewUser(ADMINISTRATOR, Optional.empty(), List.of(), true);
      Optional<User> user = Users.insert(handle, first);
      user.map(created ->
              Tokens.insert(
                  handle, created.id(), TOKEN, EnumSet.allOf(Scope.class), Optional.empty()))
          .map(CreatedToken::text)
          .ifPresent(keep);
      return user.isPresent();
    });
  }

  /**
   * Gives the first administrator a new token with all scopes, and the powers of one where they
   * were taken away, and ends the tokens that starts before have made. All or nothing, as {@link
   * #createAdministrator}.
   *
   * @throws io.windlass.foundation.WindlassException {@code administrator_missing} when there is no
   *     user of that name any more
   */
  public void resetAdministratorToken(Consumer<Secret> keep) {
    jdbi.useTransaction(handle -> {
      long id =
          handle
              .createQuery(
                  """
                  UPDATE user_account SET administrator = true
                  WHERE id = (SELECT id FROM principal WHERE kind = 'USER' AND name = :name)
                  RETURNING id
                  """)
              .bind("name", ADMINISTRATOR)
              .mapTo(Long.class)
              .findOne()
              .orElseThrow(() ->
                  Problem.of(
                          Kind.NOT_FOUND,
                          "administrator_missing",
                          "There is no user " + ADMINISTRATOR + " to give a token to.")
                      .toException());
      handle
          .createUpdate("DELETE FROM access_token WHERE user_id = :user AND name = :name")
          .bind("user", id)
          .bind("name", TOKEN)
          .execute();
      CreatedToken created =
          Tokens.insert(handle, id, TOKEN, EnumSet.allOf(Scope.class), Optional.empty());
      keep.accept(created.text());
    });
  }
}
