package io.windlass.client.model;

import java.util.Optional;

/**
 * A location to be made. An external one needs the proof of ownership: an object {@code
 * <baseKey>/owner.txt} that names the caller.
 *
 * @param kind {@code managed} or {@code external}
 * @param connectionId how to reach an external one
 * @param bucket the bucket of an external one
 * @param baseKey what the keys of an external one begin with; absent is the whole bucket
 * @param sts whether temporary keys are to be given out for it
 * @param encryption {@code AES256} or {@code aws:kms}
 * @param kmsKeyId the key of {@code aws:kms}
 * @param storageClass what new objects get
 * @param requesterPays whether requests to it are paid by their sender
 * @param description for people to read
 * @param banner shown to those who upload
 */
public record NewLocation(
    String kind,
    Optional<String> connectionId,
    Optional<String> bucket,
    Optional<String> baseKey,
    boolean sts,
    Optional<String> encryption,
    Optional<String> kmsKeyId,
    Optional<String> storageClass,
    boolean requesterPays,
    Optional<String> description,
    Optional<String> banner) {}
