package io.windlass.catalog.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An access token, without the text that proves it. Immutable.
 *
 * @param id the middle of the text; not secret
 * @param name the owner's own, to know it by
 * @param expiresAt absent when it lives until it is revoked
 * @param lastUsedAt to the minute
 */
public record Token(
    String id,
    long userId,
    String name,
    Set<Scope> scopes,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> lastUsedAt) {
  /** Copies the set. */
  public Token {
    scopes = Set.copyOf(scopes);
  }
}
