package io.windlass.catalog.identity;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls, and what the token allows. Immutable.
 *
 * @param user the user; {@link #anonymous()} and {@link #system()} have users of their own
 * @param scopes what the token may be used for
 * @param principals the user, its groups, and the built-in groups of all users and of everybody
 */
public record Caller(User user, Set<Scope> scopes, Set<Long> principals) {
  /** The user that stands for Windlass itself. */
  public static final long SYSTEM = 1;

  /** Group of those who may administer the installation. */
  public static final long ADMINISTRATORS = 2;

  /** Group that Synapse clients know; holds nobody. */
  public static final long CERTIFIED_USERS = 3;

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

  /** A user with the groups it is in, and what its token allows. */
  public static Caller of(User user, Set<Scope> scopes, Collection<Long> groups) {
    Set<Long> principals = new HashSet<>(groups);
    principals.add(user.id());
    principals.add(AUTHENTICATED_USERS);
    principals.add(PUBLIC);
    return new Caller(user, scopes, principals);
  }

  /** Somebody without a token. */
  public static Caller anonymous() {
    return new Caller(
        new User(ANONYMOUS, "anonymous", Optional.empty(), List.of(), false, Instant.EPOCH),
        Set.of(Scope.VIEW, Scope.DOWNLOAD),
        Set.of(PUBLIC));
  }

  /** Windlass itself: what no person asked for. It may do everything. */
  public static Caller system() {
    return Caller.of(
        new User(SYSTEM, "windlass", Optional.empty(), List.of(), true, Instant.EPOCH),
        EnumSet.allOf(Scope.class),
        Set.of());
  }

  /** Whether the caller is signed in. */
  public boolean signedIn() {
    return user.id() != ANONYMOUS;
  }

  /**
   * Whether the caller has the powers of an administrator: the user is one, and the token may be
   * used for it.
   */
  public boolean administrator() {
    return user.administrator() && scopes.contains(Scope.ADMIN);
  }

  /**
   * Fails unless the token has all of these scopes: with UNAUTHENTICATED for somebody without a
   * token, with FORBIDDEN for others.
   */
  public void require(Scope... required) {
    List<String> missing =
        Arrays.stream(required)
            .filter(scope -> !scopes.contains(scope))
            .map(Scope::word)
            .sorted()
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    if (!signedIn()) {
      throw Problem.of(Kind.UNAUTHENTICATED, "token_required", "This needs an access token.")
          .withRemedy("Send one: Authorization: Bearer TOKEN.")
          .toException();
    }
    throw Problem.of(
            Kind.FORBIDDEN,
            "insufficient_scope",
            "The token lacks these scopes: " + String.join(", ", missing) + ".")
        .withRemedy("Use a token that has them; windlass tokens create makes one.")
        .toException();
  }

  /** Fails unless the caller has the powers of an administrator. */
  public void requireAdministrator() {
    require(Scope.ADMIN);
    if (!administrator()) {
      throw Problem.of(
              Kind.FORBIDDEN, "administrator_required", "Only an administrator may do this.")
          .toException();
    }
  }

  /** Fails unless the caller is this user or has the powers of an administrator. */
  public void requireSelfOrAdministrator(long userId) {
    if (user.id() != userId) {
      requireAdministrator();
    }
  }
}
