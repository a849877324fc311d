package io.windlass.client.model;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * How to reach an S3 account. Secrets never come back.
 *
 * @param id {@code c_…}
 * @param alias its ordinal in its project, for example {@code c_1}
 * @param projectGuid the project it belongs to
 * @param name 3–30 characters of {@code a-z 0-9 - _}
 * @param kind {@code keys}, {@code role}, {@code ambient} or {@code anonymous}
 * @param endpoint the S3 endpoint; absent is AWS
 * @param stsEndpoint the STS endpoint, where it differs
 * @param region what requests are signed for
 * @param pathStyle whether the bucket goes into the path
 * @param requesterPays consent to pay for requests
 * @param accessKeyId the public half of its keys
 * @param roleArn the role it assumes
 * @param externalId what it sends with every assumption: the guid of the project
 * @param vendingRoleArn the role that temporary keys are taken from
 * @param vending how temporary keys are made: {@code assume_role}, {@code federation_token}, {@code
 *     windlass} or {@code none}
 * @param status {@code unverified}, {@code valid} or {@code invalid}
 * @param verifiedAt when it was last verified
 * @param lastProblem why it is invalid
 * @param createdBy the id of its maker
 * @param createdAt when it was made
 * @param secretsReplacedAt when its secrets were last replaced
 */
public record Connection(
    String id,
    Optional<String> alias,
    String projectGuid,
    String name,
    String kind,
    Optional<URI> endpoint,
    Optional<URI> stsEndpoint,
    String region,
    boolean pathStyle,
    boolean requesterPays,
    Optional<String> accessKeyId,
    Optional<String> roleArn,
    Optional<String> externalId,
    Optional<String> vendingRoleArn,
    String vending,
    String status,
    Optional<Instant> verifiedAt,
    Optional<StoredProblem> lastProblem,
    long createdBy,
    Instant createdAt,
    Optional<Instant> secretsReplacedAt) {}
