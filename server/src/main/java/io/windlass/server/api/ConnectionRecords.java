package io.windlass.server.api;

import io.windlass.client.model.Check;
import io.windlass.client.model.StoredProblem;
import io.windlass.connection.Connection;
import io.windlass.connection.location.Location;
import io.windlass.connection.verification.Verification;
import io.windlass.foundation.Problem;
import java.util.Optional;

/** Connections and locations in the words of the native API. */
final class ConnectionRecords {
  private ConnectionRecords() {}

  static io.windlass.client.model.Connection connection(Connection connection) {
    return new io.windlass.client.model.Connection(
        connection.id(),
        Optional.of(connection.alias()),
        connection.projectGuid(),
        connection.name(),
        connection.kind().word(),
        connection.address().endpoint(),
        connection.address().stsEndpoint(),
        connection.address().region(),
        connection.address().pathStyle(),
        connection.address().requesterPays(),
        connection.accessKeyId(),
        connection.roleArn(),
        connection.externalId(),
        connection.vendingRoleArn(),
        connection.vending().word(),
        connection.status().word(),
        connection.verifiedAt(),
        connection.lastProblem().map(ConnectionRecords::problem),
        connection.createdBy(),
        connection.createdAt(),
        connection.secretsReplacedAt());
  }

  static io.windlass.client.model.Location location(Location location) {
    return new io.windlass.client.model.Location(
        location.id(),
        location.kind().word(),
        location.connectionId(),
        location.bucket(),
        Optional.of(location.baseKey()).filter(key -> !key.isEmpty()),
        location.sts(),
        location.encryption(),
        location.kmsKeyId(),
        location.storageClass(),
        location.requesterPays(),
        location.ownerId(),
        location.description(),
        location.banner(),
        location.endpointUrl(),
        location.etag(),
        location.createdAt());
  }

  static io.windlass.client.model.Verification verification(Verification verification) {
    return new io.windlass.client.model.Verification(
        verification.valid() ? "valid" : "invalid",
        verification.checks().stream().map(ConnectionRecords::check).toList());
  }

  static StoredProblem problem(Problem problem) {
    return new StoredProblem(problem.code(), problem.message(), problem.remedy());
  }

  private static Check check(Verification.Check check) {
    return new Check(
        check.check(),
        check.outcome().word(),
        check.storeError(),
        check.action(),
        check.resource(),
        check.statement(),
        check.problem().map(ConnectionRecords::problem),
        check.detail());
  }
}
