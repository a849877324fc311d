package io.windlass.filesystem;

import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectStore;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Counts the keys that an import has before it, ahead of it and beside it: a listing has a thousand
 * keys in each answer, an import asks for each of them. Thread-safe.
 */
final class ListingCount implements AutoCloseable {
  private static final long UNKNOWN = -1;

  private final AtomicLong counted = new AtomicLong(UNKNOWN);
  private final Thread thread;

  private ListingCount(ObjectStore store, String bucket, String prefix, Optional<String> after) {
    this.thread =
        Thread.ofVirtual()
            .start(() -> {
              try (Stream<Listing.Entry> keys = store.walk(bucket, prefix, after)) {
                count(keys.iterator());
              } catch (WindlassException e) {
                // The import meets the same, and tells it.
              }
            });
  }

  /** Begins to count what is listed behind a key. */
  static ListingCount begin(
      ObjectStore store, String bucket, String prefix, Optional<String> after) {
    return new ListingCount(store, bucket, prefix, after);
  }

  private void count(Iterator<Listing.Entry> keys) {
    long count = 0;
    while (keys.hasNext()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      keys.next();
      count++;
    }
    counted.set(count);
  }

  /** How many there are; absent as long as it is not known. */
  OptionalLong total() {
    long now = counted.get();
    return now == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(now);
  }

  /** Ends the counting. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
