package io.windlass.transfer;

import io.windlass.transfer.collection.DirectoryStorage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Lets the disk take what has arrived in a directory while more arrives, so that the sync at the
 * end of a batch waits for little. Hears of bytes that have arrived; closing waits until the disk
 * has what it was told to take. Thread-safe.
 */
final class FlushAhead implements LongConsumer, AutoCloseable {
  private static final long MUCH = 128L << 20;

  private final DirectoryStorage directory;
  private final AtomicLong arrived = new AtomicLong();
  private Optional<Thread> flushing = Optional.empty();

  FlushAhead(DirectoryStorage directory) {
    this.directory = directory;
  }

  @Override
  public void accept(long bytes) {
    if (arrived.addAndGet(bytes) >= MUCH) {
      begin();
    }
  }

  private synchronized void begin() {
    if (arrived.get() >= MUCH && flushing.filter(Thread::isAlive).isEmpty()) {
      arrived.set(0);
      flushing =
          Optional.of(Thread.ofPlatform().daemon().name("flush-").start(directory::flushAhead));
    }
  }

  @Override
  public void close() {
    Optional<Thread> last;
    synchronized (this) {
      last = flushing;
    }
    boolean interrupted = false;
    while (last.filter(Thread::isAlive).isPresent()) {
      try {
        last.get().join();
      } catch (InterruptedException _) {
        interrupted = true; // the directory must not be closed under it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
