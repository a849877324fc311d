package io.windlass.client;

import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Work on many items at once, on virtual threads. */
final class Parallel {
  private Parallel() {}

  /** What is done with an item. */
  @FunctionalInterface
  interface Action<T> {
    void on(T item) throws Exception;
  }

  /** Given back when its item is done. */
  private interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Does the action with each item, as many at once as there are permits, and returns when all are
   * done. After the first failure no item is begun any more, those under way are interrupted, and
   * the failure is thrown.
   */
  static <T> void forEach(Iterator<T> items, Semaphore permits, Action<T> action) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      while (failure.get() == null && items.hasNext()) {
        T item = items.next();
        permits.acquireUninterruptibly();
        try {
          threads.execute(() -> {
            try (Permit _ = permits::release) {
              action.on(item);
            } catch (Throwable e) {
              if (failure.compareAndSet(null, e)) {
                threads.shutdownNow();
              }
            }
          });
        } catch (RejectedExecutionException e) {
          // another item failed in between
          permits.release();
        }
      }
    }
    @Nullable Throwable first = failure.get();
    if (first != null) {
      Failures.rethrow(first);
    }
  }
}
