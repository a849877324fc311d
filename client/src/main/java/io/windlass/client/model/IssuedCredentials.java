package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The record of keys that were given out, without their secrets.
 *
 * @param id {@code cred_…}; names them when they are revoked
 * @param issuer {@code store}: its token service made them; or {@code windlass}
 * @param state {@code active}, {@code expired} or {@code revoked}
 * @param userId who got them
 * @param entryId the entry they were asked for
 * @param folderId the folder whose location they reach
 * @param permission {@code read_only} or {@code read_write}
 * @param bucket what they reach
 * @param prefix below which they reach it: empty, or with a slash at its end
 * @param accessKeyId their public half
 * @param issuedAt when
 * @param expiresAt when they end by themselves
 * @param revokedAt when they were revoked
 */
public record IssuedCredentials(
    String id,
    String issuer,
    String state,
    long userId,
    long entryId,
    long folderId,
    String permission,
    String bucket,
    String prefix,
    String accessKeyId,
    Instant issuedAt,
    Instant expiresAt,
    Optional<Instant> revokedAt) {}
