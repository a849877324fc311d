package io.windlass.objectstore;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Does work on many items, a bounded number at a time, on virtual threads. Thread-safe. */
final class Parallel {
  private final Semaphore permits;

  /** So many at a time over all callers. */
  Parallel(int atOnce) {
    this.permits = new Semaphore(atOnce, true);
  }

  /** Work on one item. */
  @FunctionalInterface
  interface Work<T> {
    void on(T item) throws Exception;
  }

  /**
   * Works on all items. After a failure nothing more is begun, what runs is interrupted and
   * awaited, and the failure is thrown.
   */
  <T> void forEach(Stream<T> items, Work<T> work) throws Exception {
    AtomicReference<Optional<Exception>> failure = new AtomicReference<>(Optional.empty());
    try (items;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Iterator<T> next = items.iterator();
      while (failure.get().isEmpty() && next.hasNext()) {
        T item = next.next();
        acquire();
        threads.execute(() -> {
          try {
            if (failure.get().isEmpty()) {
              work.on(item);
            }
          } catch (Exception e) {
            if (failure.compareAndSet(Optional.empty(), Optional.of(e))) {
              threads.shutdownNow();
            }
          } finally {
            permits.release();
          }
        });
      }
    } catch (RejectedExecutionException e) {
      permits.release();
      if (failure.get().isEmpty()) {
        throw e;
      }
    }
    if (failure.get().isPresent()) {
      throw failure.get().get();
    }
  }

  private void acquire() {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(Kind.UNAVAILABLE, "interrupted", "The work was interrupted.").toException(e);
    }
  }
}
