package io.windlass.filesystem.tree;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps import, export and release of one link from touching the same entry at once. Locks are
 * striped: two paths may share one, so a thread takes all it needs in one call and never waits for
 * a second while holding a first.
 *
 * <p>Thread-safe. Reentrant for the same paths.
 */
public final class KeyLocks {
  private static final int STRIPES = 1024;

  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  /** Locks of one link, all free. */
  public KeyLocks() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  /** Waits until nobody else works on the entry; free it by closing, on the same thread. */
  public Held lock(String path) {
    ReentrantLock stripe = stripes[stripe(path)];
    stripe.lock();
    return stripe::unlock;
  }

  /** As {@link #lock(String)} for two entries, as of a rename; in either order. */
  public Held lock(String path, String other) {
    int a = stripe(path);
    int b = stripe(other);
    if (a == b) {
      return lock(path);
    }
    ReentrantLock first = stripes[Math.min(a, b)];
    ReentrantLock second = stripes[Math.max(a, b)];
    first.lock();
    second.lock();
    return () -> {
      second.unlock();
      first.unlock();
    };
  }

  private static int stripe(String path) {
    String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    int hash = name.hashCode();
    return (hash ^ (hash >>> 16)) & (STRIPES - 1);
  }

  /** A lock that is held. */
  @FunctionalInterface
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
