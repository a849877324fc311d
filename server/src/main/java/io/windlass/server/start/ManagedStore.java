package io.windlass.server.start;

import io.windlass.store.EmbeddedStore;
import java.net.URI;
import java.util.Optional;

/**
 * The installation's embedded store as clients reach it, whichever node runs it. Immutable.
 *
 * @param endpoint its address; absent when no node has ever run one
 */
public record ManagedStore(Optional<URI> endpoint) {
  /** What clients sign for. */
  public String region() {
    return EmbeddedStore.REGION;
  }
}
