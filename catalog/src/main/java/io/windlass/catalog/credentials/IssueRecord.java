package io.windlass.catalog.credentials;

import io.windlass.objectstore.Permission;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of one issue of temporary keys: everything but the secrets.
 *
 * @param id {@code cred_…}
 * @param issuer who enforces them
 * @param userId who got them
 * @param entryId the entry they were asked for
 * @param folderId the folder whose location they reach
 * @param locationId the location
 * @param connectionId the connection that signed the request for them
 * @param permission what they may do
 * @param bucket the bucket they reach
 * @param baseKey what keys are below; empty is the whole bucket
 * @param accessKeyId their public half; several issues may name the same one
 * @param issuedAt when they were handed out
 * @param expiresAt when they end by themselves
 * @param revokedAt when they were revoked
 * @param revokedBy who revoked them
 */
public record IssueRecord(
    String id,
    Issuer issuer,
    long userId,
    long entryId,
    long folderId,
    long locationId,
    String connectionId,
    Permission permission,
    String bucket,
    String baseKey,
    String accessKeyId,
    Instant issuedAt,
    Instant expiresAt,
    Optional<Instant> revokedAt,
    Optional<Long> revokedBy) {

  /** Who made the keys and enforces what they may do. */
  public enum Issuer {
    /** The store's token service. Such keys cannot be recalled. */
    STORE,
    /** Windlass, for the embedded store. Such keys can be revoked at once. */
    WINDLASS
  }

  /** Where the keys are in their life. */
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  /** Where the keys are in their life at a moment; revoked wins over expired. */
  public State state(Instant now) {
    if (revokedAt.isPresent()) {
      return State.REVOKED;
    }
    return now.isBefore(expiresAt) ? State.ACTIVE : State.EXPIRED;
  }
}
