package io.windlass.server.globus.endpoints;

import io.windlass.connection.Connections;
import io.windlass.transfer.collection.Collection;
import jakarta.inject.Singleton;

/** Whether bytes travel to and from a collection by TLS. */
@Singleton
public final class Encryption {
  private final Connections connections;

  Encryption(Connections connections) {
    this.connections = connections;
  }

  /** Whether nothing of the collection travels in the clear; a directory travels nowhere. */
  public boolean protects(Collection collection) {
    return switch (collection.kind()) {
      case DIRECTORY -> true;
      case BUCKETS ->
          connections
              .find(collection.target())
              .map(connection ->
                  connection
                      .address()
                      .endpoint()
                      .map(endpoint -> "https".equalsIgnoreCase(endpoint.getScheme()))
                      .orElse(true))
              .orElse(false);
    };
  }
}
