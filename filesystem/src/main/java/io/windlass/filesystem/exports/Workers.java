package io.windlass.filesystem.exports;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Work on virtual threads, a bounded number at a time. Whoever hands over too much waits. */
final class Workers implements AutoCloseable {
  private final int most;
  private final Semaphore permits;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Workers(int most) {
    this.most = most;
    this.permits = new Semaphore(most);
  }

  /** Begins the work as soon as there is room. The work must not throw. */
  void run(Runnable work) {
    acquire(1);
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
    acquire(most);
    permits.release(most);
  }

  private void acquire(int count) {
    try {
      permits.acquire(count);
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
