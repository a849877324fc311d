package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * A token to be made.
 *
 * @param name unique among the tokens of its owner
 * @param scopes none is all that the caller's own token has
 * @param lifetimeSeconds absent is without end
 */
public record NewToken(String name, List<String> scopes, Optional<Long> lifetimeSeconds) {
  /** Copies the scopes. */
  public NewToken {
    scopes = scopes == null ? List.of() : List.copyOf(scopes);
  }
}
