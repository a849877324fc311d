package io.windlass.filesystem;

import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectStore;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Counts what a task has before it, ahead of it and beside it: to go through names costs next to
 * nothing beside what is done for each of them. Thread-safe.
 */
final class CountAhead implements AutoCloseable {
  private static final long UNKNOWN = -1;

  private final AtomicLong counted = new AtomicLong(UNKNOWN);
  private final Thread thread;

  private CountAhead(Consumer<Runnable> walk) {
    this.thread =
        Thread.ofVirtual()
            .start(() -> {
              Counter counter = new Counter();
              try {
                walk.accept(counter);
                counted.set(counter.count);
              } catch (RuntimeException e) {
                // It was closed, or the task meets the same, and tells it.
              }
            });
  }

  private static final class Counter implements Runnable {
    private long count;

    @Override
    public void run() {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException();
      }
      count++;
    }
  }

  /**
   * Begins to count.
   *
   * @param walk runs what it is given for each thing that counts
   */
  static CountAhead begin(Consumer<Runnable> walk) {
    return new CountAhead(walk);
  }

  /** Begins to count what is listed behind a key: a thousand keys in each answer. */
  static CountAhead ofKeys(
      ObjectStore store, String bucket, String prefix, Optional<String> after) {
    return begin(each -> {
      try (Stream<Listing.Entry> keys = store.walk(bucket, prefix, after)) {
        keys.forEach(key -> each.run());
      }
    });
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
