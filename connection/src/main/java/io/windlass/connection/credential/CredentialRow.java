package io.windlass.connection.credential;

import io.windlass.connection.Connection.Status;
import io.windlass.connection.ConnectionChange.NewKeys;
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
    long version,
    Optional<String> displayName) {

  /**
   * The first row of credentials; where there is one already, the table keeps its id and begin.
   *
   * @param noted what trying them found
   */
  static CredentialRow fresh(
      UUID id,
      String connectionId,
      long userId,
      NewCredential credential,
      Optional<Problem> noted,
      Instant now) {
    return new CredentialRow(
        id,
        connectionId,
        userId,
        credential.keys().map(NewKeys::accessKeyId),
        credential.keys().flatMap(NewKeys::sessionToken).isPresent(),
        credential.roleArn(),
        credential.externalId(),
        credential.requesterPays(),
        credential.expiresAt(),
        CredentialSecrets.describe(credential.extra()),
        status(noted),
        now,
        noted.map(problem -> problem.kind().name()),
        noted.map(Problem::code),
        noted.map(Problem::message),
        noted.flatMap(Problem::remedy),
        now,
        now,
        1,
        Optional.empty());
  }

  /** What trying them says of credentials. */
  static Status status(Optional<Problem> noted) {
    return noted
        .map(problem ->
            problem.kind() == Problem.Kind.UNAVAILABLE ? Status.UNVERIFIED : Status.INVALID)
        .orElse(Status.VALID);
  }

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
        version,
        displayName);
  }
}
