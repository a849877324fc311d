package io.windlass.transfer.collection;

/** Opens collections. Thread-safe. */
public interface Storages {
  /**
   * Opens a collection; close what is answered.
   *
   * @param requester id of the user, whose own credentials are used where the collection wants them
   * @param requesterPays consents to pay for requests
   * @throws io.windlass.foundation.WindlassException FORBIDDEN {@code no_credentials}; UNAVAILABLE
   *     {@code directory_elsewhere} on nodes that do not reach it, {@code directory_unavailable}
   */
  Storage open(Collection collection, long requester, boolean requesterPays);
}
