package io.windlass.connection;

import static java.util.Objects.requireNonNull;

import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.objectstore.StoreAddress;
import java.util.Optional;

/**
 * A connection to be made; {@link ConnectionDocument} reads one from text.
 *
 * @param projectGuid the owning project, or the installation's own guid
 * @param name absent: {@code s3-} and the connection's ordinal
 * @param kind the way to sign
 * @param address where the store is
 * @param keys the keys, or the keys that assume the role
 * @param roleArn for {@link Connection.Kind#ROLE}
 * @param vendingRoleArn the role to vend temporary keys from
 * @param createdBy user id
 */
public record NewConnection(
    String projectGuid,
    Optional<String> name,
    Connection.Kind kind,
    StoreAddress address,
    Optional<NewKeys> keys,
    Optional<String> roleArn,
    Optional<String> vendingRoleArn,
    long createdBy) {

  /** Checks that nothing is missing. */
  public NewConnection {
    requireNonNull(projectGuid, "projectGuid");
    requireNonNull(kind, "kind");
    requireNonNull(address, "address");
  }
}
