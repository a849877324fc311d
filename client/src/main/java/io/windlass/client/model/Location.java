package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Connection, bucket and base key.
 *
 * @param id its number
 * @param kind {@code managed} or {@code external}
 * @param connectionId how to reach it
 * @param bucket its bucket
 * @param baseKey what its keys begin with, without the slash; absent is the whole bucket
 * @param sts whether temporary keys are given out for it
 * @param encryption {@code AES256} or {@code aws:kms}
 * @param kmsKeyId the key of {@code aws:kms}
 * @param storageClass what new objects get
 * @param requesterPays whether requests to it are paid by their sender
 * @param ownerId the id of its maker
 * @param description for people to read
 * @param banner shown to those who upload
 * @param endpointUrl the store's address, where it is not AWS
 * @param etag renewed on each change
 * @param createdAt when it was made
 */
public record Location(
    long id,
    String kind,
    String connectionId,
    String bucket,
    Optional<String> baseKey,
    boolean sts,
    Optional<String> encryption,
    Optional<String> kmsKeyId,
    Optional<String> storageClass,
    boolean requesterPays,
    long ownerId,
    Optional<String> description,
    Optional<String> banner,
    Optional<String> endpointUrl,
    String etag,
    Instant createdAt) {}
