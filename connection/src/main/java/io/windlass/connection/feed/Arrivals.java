package io.windlass.connection.feed;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Wakes those who wait for hints of a feed in this process. Thread-safe. */
final class Arrivals {
  private final ConcurrentMap<String, Bell> bells = new ConcurrentHashMap<>();

  /** A number that changes when something arrives; to be asked before looking. */
  long count(String id) {
    return bells.computeIfAbsent(id, _ -> new Bell()).count();
  }

  void ring(Collection<String> ids) {
    for (String id : ids) {
      @Nullable Bell bell = bells.get(id);
      if (bell != null) {
        bell.ring();
      }
    }
  }

  /** Waits until the number is another one, at most so long. */
  void await(String id, long count, Duration longest) throws InterruptedException {
    bells.computeIfAbsent(id, _ -> new Bell()).await(count, longest.toNanos());
  }

  void forget(String id) {
    @Nullable Bell bell = bells.remove(id);
    if (bell != null) {
      bell.ring();
    }
  }

  private static final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private long count;

    long count() {
      lock.lock();
      try {
        return count;
      } finally {
        lock.unlock();
      }
    }

    void ring() {
      lock.lock();
      try {
        count++;
        rung.signalAll();
      } finally {
        lock.unlock();
      }
    }

    void await(long seen, long nanos) throws InterruptedException {
      lock.lock();
      try {
        long left = nanos;
        while (count == seen && left > 0) {
          left = rung.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
