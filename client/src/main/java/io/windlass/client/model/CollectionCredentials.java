package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The caller's own credentials for a collection, without their secrets.
 *
 * @param kind {@code keys} or {@code role}
 * @param accessKeyId the public half of the keys
 * @param temporary whether the keys have a session token
 * @param roleArn the role they assume
 * @param externalId what is sent with every assumption of the role
 * @param requesterPays consent to pay for requests
 * @param expiresAt when they end, where it was told
 * @param registeredAt when these were registered
 * @param age {@code fresh}, {@code aging} from 75 days on, {@code old} from 90 days on
 * @param status {@code valid}, {@code invalid} or {@code unverified}
 * @param lastProblem what was wrong when the store was last asked
 * @param displayName what the caller calls them
 */
public record CollectionCredentials(
    String kind,
    Optional<String> accessKeyId,
    boolean temporary,
    Optional<String> roleArn,
    Optional<String> externalId,
    boolean requesterPays,
    Optional<Instant> expiresAt,
    Instant registeredAt,
    String age,
    String status,
    Optional<StoredProblem> lastProblem,
    Optional<String> displayName) {}
