package io.windlass.server.globus.endpoints;

import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.globus.Received;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.transfer.collection.Collection;
import jakarta.inject.Singleton;

/** Collections by the ids that clients send, for the caller of the request. */
@Singleton
public final class Endpoints {
  private final CurrentCaller caller;
  private final CollectionAccess access;

  Endpoints(CurrentCaller caller, CollectionAccess access) {
    this.caller = caller;
    this.access = access;
  }

  /**
   * The collection, if the caller may use it like this.
   *
   * @throws io.windlass.foundation.WindlassException NOT_FOUND {@code endpoint_not_found}, {@code
   *     collection_not_found}; FORBIDDEN {@code access_denied}, {@code insufficient_scope}
   */
  public Collection get(String id, Use use) {
    return access.get(
        caller.get(),
        Received.uuid(id)
            .orElseThrow(() ->
                Problem.of(
                        Kind.NOT_FOUND, "endpoint_not_found", "There is no endpoint '" + id + "'.")
                    .toException()),
        use);
  }
}
