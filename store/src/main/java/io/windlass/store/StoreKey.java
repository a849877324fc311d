package io.windlass.store;

import io.windlass.foundation.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that may sign requests to the store.
 *
 * @param secret what signatures are made with
 * @param sessionToken must come with every request; absent: none may come
 * @param grant what the key may do
 * @param expiresAt from then on requests are answered with {@code ExpiredToken}
 */
public record StoreKey(
    Secret secret, Optional<Secret> sessionToken, Grant grant, Optional<Instant> expiresAt) {

  /** A long-lived key that may do everything. */
  public static StoreKey full(Secret secret) {
    return new StoreKey(secret, Optional.empty(), new Grant.Full(), Optional.empty());
  }
}
