package io.windlass.server.globus;

import io.windlass.catalog.identity.User;
import java.util.Optional;
import java.util.UUID;

/**
 * Users as Globus identities: a UUID of version 8 that holds the user's id, so that nothing needs
 * to be stored. They are the same on every installation and tell nobody anything.
 */
public final class Identities {
  /** The first half of all of them: version 8, made of the letters {@code windla}. */
  private static final long PREFIX = 0x77696e646c618000L;

  private static final long VARIANT = 0x8000000000000000L;

  private Identities() {}

  /** The identity of a user. */
  public static UUID of(User user) {
    return of(user.id());
  }

  /** The identity of the user with this id. */
  public static UUID of(long userId) {
    return new UUID(PREFIX, VARIANT | userId);
  }

  /** The id of the user whose identity this is; absent for UUIDs of other origin. */
  public static Optional<Long> userId(UUID identity) {
    long id = identity.getLeastSignificantBits() & Long.MAX_VALUE;
    boolean ours =
        identity.getMostSignificantBits() == PREFIX
            && identity.getLeastSignificantBits() < 0
            && id >>> 62 == 0;
    return ours ? Optional.of(id) : Optional.empty();
  }
}
