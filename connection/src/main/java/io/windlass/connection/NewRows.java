package io.windlass.connection;

import io.windlass.connection.Connection.Status;
import io.windlass.connection.Connection.Vending;
import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.foundation.Ids;
import io.windlass.objectstore.StoreAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Rows of connections that are not stored yet. */
final class NewRows {
  /** Nobody: the installation made it itself. */
  private static final long SYSTEM_USER = 1;

  private NewRows() {}

  static ConnectionRow of(NewConnection connection, long ordinal, Instant now) {
    return row(
        Ids.create("c_"),
        ordinal,
        connection.name().orElse("s3-" + ordinal),
        connection,
        Vending.NONE,
        now);
  }

  /** Vended keys of the embedded store come from Windlass itself. */
  static ConnectionRow embedded(
      String projectGuid, StoreAddress address, NewKeys keys, Instant now) {
    NewConnection connection =
        new NewConnection(
            projectGuid,
            Optional.of("embedded"),
            Connection.Kind.KEYS,
            address,
            Optional.of(keys),
            Optional.empty(),
            Optional.empty(),
            SYSTEM_USER);
    return row(Connection.EMBEDDED, 0, "embedded", connection, Vending.WINDLASS, now);
  }

  private static ConnectionRow row(
      String id,
      long ordinal,
      String name,
      NewConnection connection,
      Vending vending,
      Instant now) {
    StoreAddress address = connection.address();
    return new ConnectionRow(
        id,
        connection.projectGuid(),
        ordinal,
        name,
        connection.kind(),
        address.endpoint().map(URI::toString),
        address.stsEndpoint().map(URI::toString),
        address.region(),
        address.pathStyle(),
        address.requesterPays(),
        address.checksums(),
        connection.keys().map(NewKeys::accessKeyId),
        connection.roleArn(),
        externalId(connection),
        connection.vendingRoleArn(),
        Optional.empty(),
        Optional.empty(),
        vending,
        Status.UNVERIFIED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        connection.createdBy(),
        now,
        Optional.empty(),
        1);
  }

  /** The project's guid, so that nobody else's project can have the role assumed. */
  private static Optional<String> externalId(NewConnection connection) {
    return switch (connection.kind()) {
      case ROLE, KEYS, AMBIENT -> Optional.of(connection.projectGuid());
      case ANONYMOUS -> Optional.empty();
    };
  }
}
