package io.windlass.transfer.move;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many requests may be in flight to one store. A store that says it is too busy halves it, at
 * most once a second; every success adds a little. Thread-safe.
 */
final class Flow {
  private static final long ONCE_NANOS = 1_000_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int most;
  private double limit;
  private int inFlight;
  private long lastHalved;

  Flow(int most) {
    this.most = most;
    this.limit = most;
    this.lastHalved = System.nanoTime() - ONCE_NANOS;
  }

  void enter() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (inFlight >= (int) limit) {
        changed.await();
      }
      inFlight++;
    } finally {
      lock.unlock();
    }
  }

  void leave(boolean throttled) {
    lock.lock();
    try {
      inFlight--;
      long now = System.nanoTime();
      if (throttled && now - lastHalved >= ONCE_NANOS) {
        limit = Math.max(1, limit / 2);
        lastHalved = now;
      } else if (!throttled && limit < most) {
        limit = Math.min(most, limit + 1 / limit);
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  int limit() {
    lock.lock();
    try {
      return (int) limit;
    } finally {
      lock.unlock();
    }
  }
}
