package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The record of keys that were given out, without their secrets.
 *
 * @param id names them when they are revoked
 * @param entryId the entry they were asked for
 * @param permission {@code read_only} or {@code read_write}
 * @param bucket what they reach
 * @param prefix below which they reach it: empty, or with a slash at its end
 * @param accessKeyId their public half
 * @param issuedTo the id of the user who asked
 * @param issuedAt when
 * @param expiresAt when they end
 * @param revokedAt when they were revoked
 */
public record IssuedCredentials(
    String id,
    long entryId,
    String permission,
    String bucket,
    String prefix,
    Optional<String> accessKeyId,
    long issuedTo,
    Instant issuedAt,
    Instant expiresAt,
    Optional<Instant> revokedAt) {}
