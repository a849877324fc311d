package io.windlass.connection.credential;

import io.windlass.connection.Connection.Status;
import io.windlass.foundation.Problem;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A row of the table, without the sealed secrets. */
record CredentialRow(
    UUID id,
    String connectionId,
    long userId,
    Optional<String> accessKeyId,
    boolean temporary,
    Optional<String> roleArn,
    Optional<String> externalId,
    boolean requesterPays,
    Optional<Instant> expiresAt,
    String extra,
    Status status,
    Instant checkedAt,
    Optional<String> problemKind,
    Optional<String> problemCode,
    Optional<String> problemMessage,
    Optional<String> problemRemedy,
    Instant createdAt,
    Instant replacedAt,
    long version) {

  OwnCredential toCredential() {
    return new OwnCredential(
        id,
        connectionId,
        userId,
        accessKeyId,
        temporary,
        roleArn,
        externalId,
        requesterPays,
        expiresAt,
        CredentialSecrets.described(extra),
        status,
        checkedAt,
        problemKind.map(word ->
            new Problem(
                Problem.Kind.valueOf(word),
                problemCode.orElseThrow(),
                problemMessage.orElseThrow(),
                problemRemedy)),
        createdAt,
        replacedAt,
        version);
  }
}
