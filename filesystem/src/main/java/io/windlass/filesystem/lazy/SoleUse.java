package io.windlass.filesystem.lazy;

import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import io.windlass.linux.Leases;
import io.windlass.linux.OpenFlags;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a file while no program has it open. Descriptors of ours that bring it to the
 * disk, outside of its lock, are waited for: they would look like a program's.
 */
final class SoleUse {
  private final Volume volume;
  private final FileHandle handle;
  private final ReentrantLock lock;
  private final Condition synced;

  /** Descriptors of ours that bring it to the disk; guarded by the lock. */
  private int syncs;

  /** For one file, with its lock. */
  SoleUse(Volume volume, FileHandle handle, ReentrantLock lock) {
    this.volume = volume;
    this.handle = handle;
    this.lock = lock;
    this.synced = lock.newCondition();
  }

  /** Brings the file to the disk, without keeping others from it. */
  void sync() {
    count(1);
    try (Descriptor file = volume.open(handle, OpenFlags.READ)) {
      file.sync();
    } finally {
      count(-1);
    }
  }

  private void count(int more) {
    lock.lock();
    try {
      syncs += more;
      synced.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does something to the file; whoever opens it meanwhile comes to us, and waits. The caller holds
   * the lock.
   *
   * @return null when a program has it open
   */
  <T> @Nullable T alone(Descriptor file, Supplier<T> action) {
    while (syncs > 0) {
      synced.awaitUninterruptibly();
    }
    ReentrantLock stripe = volume.stripe(handle);
    stripe.lock();
    try {
      volume.heed(file);
      if (!Leases.takeAlone(file)) {
        return null;
      }
      try {
        return action.get();
      } finally {
        Leases.giveBack(file);
      }
    } finally {
      stripe.unlock();
    }
  }
}
