package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The caller's own credentials for a collection, without their secrets.
 *
 * @param kind {@code keys} or {@code role}
 * @param accessKeyId the public half of the keys
 * @param roleArn the role they assume
 * @param externalId what is sent with every assumption of the role
 * @param expiresAt end of a session token, where it was told
 * @param registeredAt when these secrets were registered
 * @param age {@code fresh}, {@code aging} from 75 days on, {@code old} from 90 days on
 * @param status {@code valid}, or {@code invalid} when the store refused them
 * @param lastProblem why they are invalid
 */
public record CollectionCredentials(
    String kind,
    Optional<String> accessKeyId,
    Optional<String> roleArn,
    Optional<String> externalId,
    Optional<Instant> expiresAt,
    Instant registeredAt,
    String age,
    String status,
    Optional<StoredProblem> lastProblem) {}
