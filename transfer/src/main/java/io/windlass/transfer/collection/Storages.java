package io.windlass.transfer.collection;

import io.windlass.connection.credential.OwnCredentials;
import io.windlass.foundation.WindlassException;

/** Opens collections. Thread-safe. */
public interface Storages {
  /**
   * Opens a collection; close what is answered.
   *
   * @param requester id of the user, whose own credentials are used where the collection wants them
   * @param requesterPays consents to pay for requests
   * @throws WindlassException FORBIDDEN {@code no_credentials}, {@code credentials_expired}, {@code
   *     credentials_invalid}; UNAVAILABLE {@code directory_elsewhere} on nodes that do not reach
   *     it, {@code directory_unavailable}
   */
  Storage open(Collection collection, long requester, boolean requesterPays);

  /**
   * Whether a failure to open a collection is over only when a person registers credentials, as
   * {@link Storage#awaitsCredentials} says it of later failures.
   */
  static boolean awaitsCredentials(WindlassException failure) {
    return switch (failure.problem().code()) {
      case "no_credentials", "credentials_expired", "credentials_invalid" -> true;
      default -> OwnCredentials.refusesKeys(failure);
    };
  }
}
