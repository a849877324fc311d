package io.windlass.connection;

import io.windlass.foundation.Secret;
import io.windlass.objectstore.StoreAddress;
import java.util.Optional;

/**
 * A connection as people write it: JSON, or else YAML.
 *
 * @param type {@code s3}
 * @param name absent: Windlass finds one
 * @param projectId guid of the owning project; the command line's {@code --project} beats it
 * @param kind given by {@code auth_strategy}, or else inferred
 * @param address where the store is
 * @param keys the keys, or the keys that assume the role
 * @param roleArn the role
 * @param vendingRoleArn the role to vend from
 * @param target what the connection is meant for; kept for callers that ask
 */
public record ConnectionDocument(
    String type,
    Optional<String> name,
    Optional<String> projectId,
    Connection.Kind kind,
    StoreAddress address,
    Optional<ConnectionChange.NewKeys> keys,
    Optional<String> roleArn,
    Optional<String> vendingRoleArn,
    Target target) {

  /** What a connection is meant for. */
  public enum Target {
    SOURCE,
    DESTINATION,
    UNSPECIFIED
  }

  /** The connection that the document asks for. */
  public NewConnection newConnection(String projectGuid, long createdBy) {
    return new NewConnection(
        projectGuid,
        name,
        kind,
        address,
        keys.map(ConnectionChange.NewKeys::accessKeyId),
        keys.map(ConnectionChange.NewKeys::secretAccessKey),
        keys.flatMap(ConnectionChange.NewKeys::sessionToken),
        roleArn,
        vendingRoleArn,
        createdBy);
  }

  /** The keys' secret, for callers that must keep it out of a log. */
  Optional<Secret> secret() {
    return keys.map(ConnectionChange.NewKeys::secretAccessKey);
  }
}
