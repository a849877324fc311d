package io.windlass.catalog.identity;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls, and what the token allows. Immutable.
 *
 * @param user the user; {@link #anonymous()} has a user of its own
 * @param scopes what the token may be used for
 * @param principals the user, its groups, and the built-in groups of all users and of everybody
 */
public record Caller(User user, Set<Scope> scopes, Set<Long> principals) {
  /** Group of everybody with an account. */
  public static final long AUTHENTICATED_USERS = 273948;

  /** Group of everybody, signed in or not. */
  public static final long PUBLIC = 273949;

  /** The user that stands for nobody. */
  public static final long ANONYMOUS = 273950;

  /** Copies the sets. */
  public Caller {
    scopes = Set.copyOf(scopes);
    principals = Set.copyOf(principals);
  }

  /** Somebody without a token. */
  public static Caller anonymous() {
    return new Caller(
        new User(ANONYMOUS, "anonymous", Optional.empty(), List.of(), false, Instant.EPOCH),
        Set.of(Scope.VIEW, Scope.DOWNLOAD),
        Set.of(PUBLIC));
  }

  /** Fails with FORBIDDEN unless the token has all of these scopes. */
  public void require(Scope... required) {
    List<String> missing =
        Arrays.stream(required)
            .filter(scope -> !scopes.contains(scope))
            .map(Scope::word)
            .sorted()
            .toList();
    if (!missing.isEmpty()) {
      throw Problem.of(
              Kind.FORBIDDEN,
              "insufficient_scope",
              "The token lacks these scopes: " + String.join(", ", missing) + ".")
          .toException();
    }
  }
}
