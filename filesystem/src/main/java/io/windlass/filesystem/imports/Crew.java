package io.windlass.filesystem.imports;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

/**
 * Works on many keys, a bounded number at a time, in any order, and tells the results in the order
 * in which the keys were given, on the thread that gives them. Not thread-safe.
 */
final class Crew<T> implements AutoCloseable {
  /** Results that may wait for one slow key before them. */
  private static final int LONGEST_QUEUE = 1024;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore permits;
  private final BiConsumer<String, T> results;
  private final Deque<Job<T>> queue = new ArrayDeque<>();

  Crew(int atOnce, BiConsumer<String, T> results) {
    this.permits = new Semaphore(atOnce);
    this.results = results;
  }

  private record Job<T>(String key, Future<T> future) {}

  /**
   * Begins work on a key; waits while too much is in hand. Throws what the work on an earlier key
   * has thrown.
   */
  void submit(String key, Callable<T> work) {
    makeRoom();
    acquire();
    queue.add(
        new Job<>(
            key,
            threads.submit(() -> {
              try {
                return work.call();
              } finally {
                permits.release();
              }
            })));
  }

  /** Takes the result of a key that needs no work. */
  void add(String key, T result) {
    makeRoom();
    queue.add(new Job<>(key, CompletableFuture.completedFuture(result)));
  }

  /** Waits until nothing is in hand. */
  void drain() {
    while (!queue.isEmpty()) {
      tell(queue.removeFirst());
    }
  }

  private void makeRoom() {
    while (queue.size() >= LONGEST_QUEUE
        || (!queue.isEmpty() && queue.getFirst().future().isDone())) {
      tell(queue.removeFirst());
    }
  }

  private void tell(Job<T> job) {
    try {
      results.accept(job.key(), job.future().get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void acquire() {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static RuntimeException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return Problem.of(Kind.UNAVAILABLE, "interrupted", "The import was interrupted.")
        .toException(e);
  }

  /** Begins nothing more and waits for what is in hand; results that were not told are dropped. */
  @Override
  public void close() {
    threads.close();
  }
}
