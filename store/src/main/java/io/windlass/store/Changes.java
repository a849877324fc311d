package io.windlass.store;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/** Which changes wait for each other. Thread-safe. */
final class Changes {
  private static final int STRIPES = 512;

  private final List<ReentrantLock> keys = locks();

  /** Taken before the lock of the upload's key. */
  private final List<ReentrantLock> uploads = locks();

  /** Held for reading by every change below a bucket, for writing while a bucket is removed. */
  private final ReadWriteLock buckets = new ReentrantReadWriteLock();

  /** Something that is done under locks. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  private static List<ReentrantLock> locks() {
    return IntStream.range(0, STRIPES).mapToObj(_ -> new ReentrantLock()).toList();
  }

  /** Changes one key: no other change of it meanwhile. */
  <T> T ofKey(String bucket, String key, Action<T> action) throws IOException {
    return below(keys, 31 * bucket.hashCode() + key.hashCode(), action);
  }

  /** Changes one upload: no other change of it meanwhile. */
  <T> T ofUpload(String id, Action<T> action) throws IOException {
    return below(uploads, id.hashCode(), action);
  }

  private <T> T below(List<ReentrantLock> locks, int hash, Action<T> action) throws IOException {
    Lock lock = locks.get(Math.floorMod(hash, STRIPES));
    return belowBuckets(() -> holding(lock, action));
  }

  /** Adds something below a bucket: no bucket is removed meanwhile. */
  <T> T belowBuckets(Action<T> action) throws IOException {
    return holding(buckets.readLock(), action);
  }

  /** Removes a bucket: nothing is changed meanwhile. */
  <T> T ofBuckets(Action<T> action) throws IOException {
    return holding(buckets.writeLock(), action);
  }

  private static <T> T holding(Lock lock, Action<T> action) throws IOException {
    lock.lock();
    try {
      return action.run();
    } finally {
      lock.unlock();
    }
  }
}
