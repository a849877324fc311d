package io.windlass.catalog.identity;

import java.time.Instant;
import java.util.Set;

/**
 * A key pair for requests signed as AWS does (SigV4), without its secret. Immutable.
 *
 * @param accessKeyId 20 upper-case letters and digits, beginning with {@code WLAK}
 * @param name the owner's own, to know it by
 * @param scopes what requests signed with it may be used for
 */
public record AwsKey(
    String accessKeyId, long userId, String name, Set<Scope> scopes, Instant createdAt) {
  /** Copies the set. */
  public AwsKey {
    scopes = Set.copyOf(scopes);
  }
}
