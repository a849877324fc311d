package io.windlass.store;

import java.util.Optional;

/**
 * Where the store looks up who signed a request: once per request, nothing is remembered, so that a
 * revoked key is refused from the next request on.
 *
 * <p>Implementations are thread-safe and answer quickly.
 */
@FunctionalInterface
public interface StoreKeys {
  /** The key with this id; empty when there is none or it was revoked. */
  Optional<StoreKey> find(String accessKeyId);
}
