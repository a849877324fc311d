package io.windlass.catalog.credentials;

import io.windlass.foundation.Secret;
import io.windlass.objectstore.Permission;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Temporary keys as they are handed out, once.
 *
 * @param id of the record of this issue, {@code cred_…}
 * @param permission what they may do
 * @param bucket the bucket they reach
 * @param baseKey what keys must be below, without slashes at its ends; empty is the whole bucket
 * @param accessKeyId who the store takes the bearer for
 * @param secretAccessKey what requests are signed with
 * @param sessionToken goes along with every request
 * @param expiresAt the true end of their life, which a store may have cut short
 * @param region to sign for
 * @param endpoint the store; absent is AWS
 * @param pathStyle whether the bucket goes into the path
 */
public record Issued(
    String id,
    Permission permission,
    String bucket,
    String baseKey,
    String accessKeyId,
    Secret secretAccessKey,
    Secret sessionToken,
    Instant expiresAt,
    String region,
    Optional<URI> endpoint,
    boolean pathStyle) {

  /** What keys begin with: empty, or the base key and a slash. */
  public String prefix() {
    return baseKey.isEmpty() ? "" : baseKey + "/";
  }
}
