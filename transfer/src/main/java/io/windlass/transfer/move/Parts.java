package io.windlass.transfer.move;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does the parts of large files side by side, a bounded number over all files. Thread-safe. */
final class Parts {
  private static final long MIB = 1L << 20;

  /** S3 allows 10,000; some room is left for stores that count otherwise. */
  private static final long MOST_PARTS = 9_000;

  private final Semaphore permits;
  private final ExecutorService threads;

  Parts(int atOnce, ExecutorService threads) {
    this.permits = new Semaphore(atOnce);
    this.threads = threads;
  }

  /** A part; numbers begin at 1. */
  record Slice(int number, long offset, long length) {}

  /** Work on one part. */
  interface Work {
    void on(Slice slice) throws Exception;
  }

  /** The size of parts for so many bytes: at least the smallest, and never too many of them. */
  static long size(long bytes, long smallest) {
    long needed = Math.ceilDiv(Math.ceilDiv(bytes, MOST_PARTS), MIB) * MIB;
    return Math.max(smallest, needed);
  }

  /** How many parts of a size so many bytes make. */
  static long count(long bytes, long partSize) {
    return Math.ceilDiv(bytes, partSize);
  }

  /** After a failure nothing more is begun, what runs is awaited, and the failure is thrown. */
  void forEach(long bytes, long partSize, Work work) throws Exception {
    AtomicBoolean failed = new AtomicBoolean();
    List<Future<?>> running = new ArrayList<>();
    try {
      int number = 1;
      for (long offset = 0; offset < bytes && !failed.get(); offset += partSize) {
        Slice slice = new Slice(number++, offset, Math.min(partSize, bytes - offset));
        permits.acquire();
        running.add(begin(slice, work, failed));
      }
    } catch (InterruptedException e) {
      failed.set(true);
      running.forEach(each -> each.cancel(true));
      throw e;
    } finally {
      await(running);
    }
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception known ? known : e;
      }
    }
  }

  private Future<?> begin(Slice slice, Work work, AtomicBoolean failed) {
    try {
      return threads.submit(() -> {
        try {
          if (!failed.get()) {
            work.on(slice);
          }
        } catch (Exception e) {
          failed.set(true);
          throw e;
        } finally {
          permits.release();
        }
        return slice;
      });
    } catch (RuntimeException e) {
      permits.release();
      throw e;
    }
  }

  private static void await(List<Future<?>> running) {
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (ExecutionException | java.util.concurrent.CancellationException _) {
        // told later
      } catch (InterruptedException e) {
        running.forEach(other -> other.cancel(true));
        Thread.currentThread().interrupt();
      }
    }
  }
}
