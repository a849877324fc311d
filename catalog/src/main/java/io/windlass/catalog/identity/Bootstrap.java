package io.windlass.catalog.identity;

import io.windlass.database.Database;
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
                  handle,
                  created.id(),
                  "first token",
                  EnumSet.allOf(Scope.class),
                  Optional.empty()))
          .map(CreatedToken::text)
          .ifPresent(keep);
      return user.isPresent();
    });
  }
}
