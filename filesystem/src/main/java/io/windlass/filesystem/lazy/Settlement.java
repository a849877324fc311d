package io.windlass.filesystem.lazy;

import static java.util.Objects.requireNonNull;

import io.windlass.filesystem.state.FileState.Content;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import io.windlass.linux.Leases;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.concurrent.TimeUnit;

/**
 * How a file all of whose content has come becomes resident for good: content to the disk, then the
 * state, then no more events. In between the disk may still have it as a stub. Thread-safe; its
 * lock is the file's.
 */
final class Settlement {
  /** How long a whole file is kept from being settled by those who read it. */
  private static final long READERS_LIMIT = TimeUnit.SECONDS.toNanos(5);

  private final LazyFile file;
  private final Serving serving;
  private final Volume volume;

  /** Guarded by the lock, as all that follows. */
  private boolean whole;

  /** How often all of it came: what was brought to the disk may not be what is here now. */
  private int filling;

  Settlement(LazyFile file, Serving serving) {
    this.file = file;
    this.serving = serving;
    this.volume = serving.volume;
  }

  FileHandle handle() {
    return file.handle;
  }

  /** Whether all of the content is here. The caller holds the lock. */
  boolean whole() {
    return whole;
  }

  /** All of the content has come. The caller holds the lock. */
  void begin() {
    whole = true;
    filling++;
    serving.fills.increment();
    serving.failures.remove(file.handle);
  }

  /** There is nothing to settle any more. The caller holds the lock. */
  void reset() {
    whole = false;
  }

  /** All at once, for one file. The caller holds the lock. */
  void settle() {
    try (Descriptor open = volume.open(file.handle, OpenFlags.READ)) {
      open.dataSync();
      volume.states.write(open, requireNonNull(file.state()).with(Content.LOCAL));
      open.sync();
      volume.ignore(open);
    }
    file.forget();
  }

  /** Whether it can be settled a little later, because someone reads it now. */
  boolean mayWaitForReaders() {
    if (!file.tryLock()) {
      return false;
    }
    try (Descriptor open = volume.open(file.handle, OpenFlags.READ)) {
      return mayWaitForReaders(open);
    } catch (LinuxException e) {
      return false;
    } finally {
      file.unlock();
    }
  }

  /** While the caller holds the lock, nobody opens it who did not have it open before. */
  private boolean mayWaitForReaders(Descriptor open) {
    if (System.nanoTime() - file.progress() > READERS_LIMIT) {
      return false;
    }
    boolean alone = Leases.takeAlone(open);
    if (alone) {
      Leases.giveBack(open);
    }
    return !alone;
  }

  /** Which content it has, for {@link #flip}. */
  int filling() {
    return file.locked(() -> filling);
  }

  /** Brings it to the disk, without keeping others from it. */
  void sync() {
    file.use().sync();
  }

  /** Settling among many, after the content of all went to the disk: this content, no later one. */
  boolean flip(int synced) {
    return file.locked(() -> {
      boolean same = whole && filling == synced;
      if (same) {
        try (Descriptor open = volume.open(file.handle, OpenFlags.READ)) {
          if (mayWaitForReaders(open)) {
            // opened while it went to the disk: who fetches ahead meets readers there
            serving.flips.add(this);
            return false;
          }
          volume.states.write(open, requireNonNull(file.state()).with(Content.LOCAL));
        }
      }
      return same;
    });
  }

  /** Settling among many, after the states of all went to the disk. */
  void flipped() {
    file.locked(() -> {
      if (whole) {
        try (Descriptor open = volume.open(file.handle, OpenFlags.READ)) {
          if (!Volume.needsContent(volume.state(open, file.handle))) {
            volume.ignore(open);
            file.forget();
          }
        }
      }
      return whole;
    });
  }

  /** The disk did not take the content: the file is a stub again. */
  void lost(LinuxException cause) {
    file.locked(() -> {
      if (whole) {
        serving.failures.add(file.handle, Answers.text(cause));
        try (Descriptor open = volume.open(file.handle, OpenFlags.READ_WRITE)) {
          volume.empty(open, file.handle, requireNonNull(file.state()));
        }
        file.forget();
      }
      return whole;
    });
  }

  /** The file can not be opened by us any more, so nobody has it open either. */
  void outOfReach() {
    file.locked(() -> {
      file.forget();
      return whole;
    });
  }
}
