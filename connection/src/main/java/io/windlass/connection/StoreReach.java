package io.windlass.connection;

import io.windlass.objectstore.Signing;
import java.util.Optional;
import java.util.function.Function;

/**
 * How to reach a connection's store otherwise than the connection itself does.
 *
 * @param requesterPays consents to pay for requests, whatever the connection says
 * @param region to sign for; absent: the connection's
 * @param signing absent: the connection's
 */
public record StoreReach(boolean requesterPays, Optional<String> region, Optional<Own> signing) {

  /** As the connection does, but for consent to pay. */
  public static StoreReach of(boolean requesterPays) {
    return new StoreReach(requesterPays, Optional.empty(), Optional.empty());
  }

  /** The same in another region. */
  public StoreReach in(String other) {
    return new StoreReach(requesterPays, Optional.of(other), signing);
  }

  /**
   * A way to sign of somebody's own.
   *
   * @param id of the credentials
   * @param version grows with each change of them
   * @param signing asked once, when the store is opened, with what the connection itself signs
   *     requests to its token service with
   */
  public record Own(String id, long version, Function<Optional<Signing>, Signing> signing) {}
}
