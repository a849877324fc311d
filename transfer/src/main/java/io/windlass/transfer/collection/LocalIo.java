package io.windlass.transfer.collection;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs what blocks on a local directory on a platform thread: its file system may be served by this
 * very process, whose virtual threads must not all wait for it.
 */
final class LocalIo {
  private static final int THREADS = 64;
  private static final ThreadPoolExecutor POOL = pool();

  private LocalIo() {}

  private static ThreadPoolExecutor pool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("windlass-directory-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The value, computed on this thread if it is a platform thread. */
  static <T> T call(Supplier<T> work) {
    if (!Thread.currentThread().isVirtual()) {
      return work.get();
    }
    FutureTask<T> task = new FutureTask<>(work::get);
    POOL.execute(task);
    return await(task);
  }

  static void run(Runnable work) {
    call(() -> {
      work.run();
      return true;
    });
  }

  /** Waits to the end, also when interrupted: the work holds what the caller will close. */
  private static <T> T await(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          }
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
