package io.windlass.transfer.collection;

import io.windlass.transfer.collection.Browser.Query;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Listings between two of their pages: whoever asks for the next page soon finds the directory
 * sorted. What is not asked for in time is closed, and begun anew behind its cursor when it is.
 * Thread-safe.
 */
final class OpenListings {
  private static final int MOST = 32;
  private static final Duration KEPT = Duration.ofSeconds(30);
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(KEPT.toMillis(), TimeUnit.MILLISECONDS);

  private final Map<Key, OpenListing> kept = new LinkedHashMap<>();

  /** The next page of what somebody lists. */
  record Key(UUID collection, long requester, Query query, String cursor) {}

  /** A listing that has been begun. Not thread-safe. */
  record OpenListing(Storage storage, Stream<Item> stream, Iterator<Item> items)
      implements AutoCloseable {
    @Override
    public void close() {
      try (storage) {
        stream.close();
      }
    }
  }

  /** The listing, which is the caller's now. */
  synchronized Optional<OpenListing> take(Key key) {
    return Optional.ofNullable(kept.remove(key));
  }

  /** Keeps it for the next page; the oldest give way. */
  void keep(Key key, OpenListing listing) {
    Optional<OpenListing> replaced;
    synchronized (this) {
      replaced = Optional.ofNullable(kept.put(key, listing));
      if (replaced.isEmpty() && kept.size() > MOST) {
        Iterator<OpenListing> eldest = kept.values().iterator();
        replaced = Optional.of(eldest.next());
        eldest.remove();
      }
    }
    replaced.ifPresent(OpenListing::close);
    LATER.execute(() -> drop(key, listing));
  }

  private void drop(Key key, OpenListing listing) {
    boolean still;
    synchronized (this) {
      still = kept.remove(key, listing);
    }
    if (still) {
      listing.close();
    }
  }
}
