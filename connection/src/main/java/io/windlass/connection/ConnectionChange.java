package io.windlass.connection;

import io.windlass.foundation.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * What to change of a connection; absent stays as it is. The kind never changes.
 *
 * @param name the new name
 * @param keys replaces the whole set of keys, session token included
 * @param endpoint another address of the same store
 * @param stsEndpoint another address of its token service
 * @param region the region to sign for
 * @param pathStyle whether the bucket goes into the path
 * @param requesterPays consent to pay for requests
 * @param roleArn another role
 * @param vendingRoleArn another role to vend from
 */
public record ConnectionChange(
    Optional<String> name,
    Optional<NewKeys> keys,
    Optional<URI> endpoint,
    Optional<URI> stsEndpoint,
    Optional<String> region,
    Optional<Boolean> pathStyle,
    Optional<Boolean> requesterPays,
    Optional<String> roleArn,
    Optional<String> vendingRoleArn) {

  /** No change at all. */
  public static final ConnectionChange NONE =
      new ConnectionChange(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Only other keys. */
  public static ConnectionChange ofKeys(NewKeys keys) {
    return new ConnectionChange(
        Optional.empty(),
        Optional.of(keys),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A set of keys. */
  public record NewKeys(
      String accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {}
}
