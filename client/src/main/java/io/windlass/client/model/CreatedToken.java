package io.windlass.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A new token with its text, which is never shown again.
 *
 * @param id names the token when it is revoked
 * @param name what its owner calls it
 * @param scopes what it may be used for
 * @param createdAt when it was made
 * @param expiresAt when it ends; absent is never
 * @param token the text: secret
 */
public record CreatedToken(
    String id,
    String name,
    List<String> scopes,
    Instant createdAt,
    Optional<Instant> expiresAt,
    String token) {
  /** Copies the scopes. */
  public CreatedToken {
    scopes = scopes == null ? List.of() : List.copyOf(scopes);
  }

  /** Everything but the text. */
  @Override
  public String toString() {
    return "CreatedToken[id=" + id + ", name=" + name + ", token=(secret)]";
  }
}
