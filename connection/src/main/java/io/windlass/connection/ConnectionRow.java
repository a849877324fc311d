package io.windlass.connection;

import io.windlass.connection.Connection.Kind;
import io.windlass.connection.Connection.Status;
import io.windlass.connection.Connection.Vending;
import io.windlass.foundation.Problem;
import io.windlass.objectstore.StoreAddress;
import io.windlass.objectstore.StoreAddress.ChecksumMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A row of the table of connections, without the sealed secrets. */
record ConnectionRow(
    String id,
    String projectGuid,
    long ordinal,
    String name,
    Kind kind,
    Optional<String> endpoint,
    Optional<String> stsEndpoint,
    String region,
    boolean pathStyle,
    boolean requesterPays,
    ChecksumMode checksums,
    Optional<String> accessKeyId,
    Optional<String> roleArn,
    Optional<String> externalId,
    Optional<String> vendingRoleArn,
    Optional<Integer> roleSeconds,
    Optional<Integer> vendingSeconds,
    Vending vending,
    Status status,
    Optional<Instant> verifiedAt,
    Optional<String> problemKind,
    Optional<String> problemCode,
    Optional<String> problemMessage,
    Optional<String> problemRemedy,
    long createdBy,
    Instant createdAt,
    Optional<Instant> secretsReplacedAt,
    long version) {

  StoreAddress address() {
    return new StoreAddress(
        endpoint.map(URI::create),
        stsEndpoint.map(URI::create),
        region,
        pathStyle,
        requesterPays,
        checksums);
  }

  Optional<Problem> problem() {
    return problemKind.map(word ->
        new Problem(
            Problem.Kind.valueOf(word),
            problemCode.orElseThrow(),
            problemMessage.orElseThrow(),
            problemRemedy));
  }

  Connection toConnection() {
    return new Connection(
        id,
        ordinal == 0 ? id : "c_" + ordinal,
        projectGuid,
        name,
        kind,
        address(),
        accessKeyId,
        roleArn,
        externalId,
        vendingRoleArn,
        vending,
        status,
        verifiedAt,
        problem(),
        roleSeconds.map(Duration::ofSeconds),
        createdBy,
        createdAt,
        secretsReplacedAt);
  }

  /** This row with another name and another way to its store. */
  ConnectionRow with(
      String newName, StoreAddress address, Optional<String> newAccessKeyId, Roles roles) {
    return new ConnectionRow(
        id,
        projectGuid,
        ordinal,
        newName,
        kind,
        address.endpoint().map(URI::toString),
        address.stsEndpoint().map(URI::toString),
        address.region(),
        address.pathStyle(),
        address.requesterPays(),
        address.checksums(),
        newAccessKeyId,
        roles.roleArn(),
        externalId,
        roles.vendingRoleArn(),
        roles.roleArn().equals(roleArn) ? roleSeconds : Optional.empty(),
        roles.vendingRoleArn().equals(vendingRoleArn) ? vendingSeconds : Optional.empty(),
        vending,
        status,
        verifiedAt,
        problemKind,
        problemCode,
        problemMessage,
        problemRemedy,
        createdBy,
        createdAt,
        secretsReplacedAt,
        version);
  }

  /** This row with another way to vend temporary keys. */
  ConnectionRow vendingBy(Vending other) {
    return new ConnectionRow(
        id,
        projectGuid,
        ordinal,
        name,
        kind,
        endpoint,
        stsEndpoint,
        region,
        pathStyle,
        requesterPays,
        checksums,
        accessKeyId,
        roleArn,
        externalId,
        vendingRoleArn,
        roleSeconds,
        vendingSeconds,
        other,
        status,
        verifiedAt,
        problemKind,
        problemCode,
        problemMessage,
        problemRemedy,
        createdBy,
        createdAt,
        secretsReplacedAt,
        version);
  }

  /** The roles of a connection. */
  record Roles(Optional<String> roleArn, Optional<String> vendingRoleArn) {}
}
