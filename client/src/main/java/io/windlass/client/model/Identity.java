package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * Who a token speaks for.
 *
 * @param user its user
 * @param scopes what the token may be used for: {@code view modify download admin}
 * @param serverVersion the version of the server that answers
 */
public record Identity(User user, List<String> scopes, Optional<String> serverVersion) {
  /** Copies the scopes. */
  public Identity {
    scopes = scopes == null ? List.of() : List.copyOf(scopes);
  }
}
