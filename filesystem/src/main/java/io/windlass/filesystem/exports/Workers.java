package io.windlass.filesystem.exports;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Work on virtual threads, a bounded number at a time. Whoever hands over too much waits. */
final class Workers implements AutoCloseable {
  private static final long LOOK_MILLIS = 500;

  private final int most;
  private final Semaphore permits;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Workers(int most) {
    this.most = most;
    this.permits = new Semaphore(most);
  }

  /** Begins the work as soon as there is room. The work must not throw. */
  void run(Runnable work) {
    run(work, () -> {});
  }

  /**
   * Begins the work as soon as there is room.
   *
   * @param work must not throw
   * @param meanwhile what is done twice a second by whoever waits; what it throws ends the waiting
   */
  void run(Runnable work, Runnable meanwhile) {
    acquire(1, meanwhile);
    threads.execute(() -> {
      try {
        work.run();
      } finally {
        permits.release();
      }
    });
  }

  /** Waits until everything handed over before is done. */
  void await() {
    await(() -> {});
  }

  /** As {@link #await()}, with something that is done twice a second meanwhile. */
  void await(Runnable meanwhile) {
    acquire(most, meanwhile);
    permits.release(most);
  }

  private void acquire(int count, Runnable meanwhile) {
    try {
      while (!permits.tryAcquire(count, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        meanwhile.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(Kind.UNAVAILABLE, "interrupted", "The work was interrupted.").toException(e);
    }
  }

  /** Waits for what runs. */
  @Override
  public void close() {
    threads.close();
  }
}
