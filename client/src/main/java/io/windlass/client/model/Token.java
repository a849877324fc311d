package io.windlass.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A personal access token, without its text: that is shown once, when it is made.
 *
 * @param id names the token when it is revoked
 * @param name what its owner calls it
 * @param scopes what it may be used for: {@code view modify download admin}
 * @param createdAt when it was made
 * @param expiresAt when it ends; absent is never
 * @param lastUsedAt when a request last came with it
 */
public record Token(
    String id,
    String name,
    List<String> scopes,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> lastUsedAt) {
  /** Copies the scopes. */
  public Token {
    scopes = scopes == null ? List.of() : List.copyOf(scopes);
  }
}
