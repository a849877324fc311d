package io.windlass.filesystem.lazy;

import io.windlass.filesystem.lazy.ContentException.Reason;
import io.windlass.filesystem.lazy.Ranges.Range;
import io.windlass.filesystem.state.FileState;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import io.windlass.linux.FileStatus;
import io.windlass.linux.Leases;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stub that is in use: what of it is here, and who waits for the rest. Its lock is the lock of
 * the file: no descriptor of ours is open for writing outside of it, so that the test for writers
 * is exact, and every change between stub and resident file happens in it. Thread-safe.
 */
final class LazyFile {
  final FileHandle handle;

  /** Calls that use this object, and one while it is worth remembering. */
  final AtomicInteger uses = new AtomicInteger();

  private final Serving serving;
  private final Volume volume;
  private final ReentrantLock lock = new ReentrantLock();
  private final Pieces pieces;
  private final Waiters waiters;
  private final Settlement settlement;
  private final Emptying emptying;
  private final SoleUse use;
  private ReadAhead ahead = new ReadAhead();

  /** What the stub shows; null while not known, and of a file that needs no content. */
  private @Nullable FileState state;

  private boolean allocated;
  private boolean refreshing;
  private boolean remembered;

  /** When the last bytes came. */
  private volatile long progress = System.nanoTime();

  LazyFile(FileHandle handle, Serving serving) {
    this.handle = handle;
    this.serving = serving;
    this.volume = serving.volume;
    this.pieces = new Pieces(this, serving);
    this.waiters = new Waiters(handle, serving.failures);
    this.settlement = new Settlement(this, serving);
    this.emptying = new Emptying(this, serving);
    this.use = new SoleUse(volume, handle, lock);
  }

  long block() {
    return volume.block;
  }

  /**
   * Serves a held program: answers it, or lets it wait for content.
   *
   * @return false when this would have taken time and was not allowed to
   */
  boolean serve(Held held, Waiter waiter, boolean mayWait) {
    if (mayWait) {
      lock.lock();
    } else if (!lock.tryLock()) {
      return false;
    }
    try {
      if (refreshing) {
        waiters.add(waiter);
        return true;
      }
      if (state == null && !load(held.event().file(), mayWait)) {
        return false;
      }
      FileState now = state;
      if (now == null) {
        waiter.allow();
        return true;
      }
      return serve(held, waiter, now, mayWait);
    } catch (LinuxException e) {
      waiters.fail(List.of(waiter), e);
      return true;
    } finally {
      unlock();
    }
  }

  private boolean serve(Held held, Waiter waiter, FileState now, boolean mayWait) {
    Held.Use use = held.use(mayWait);
    if (use == Held.Use.UNKNOWN || (settlement.whole() && use == Held.Use.CHANGES && !mayWait)) {
      return false;
    }
    if (use == Held.Use.READS && held.event().opening()) {
      serving.ahead.opened(handle, now);
    }
    if (settlement.whole()) {
      if (use == Held.Use.CHANGES) {
        settlement.settle();
      }
      waiter.allow();
      return true;
    }
    Range all = new Range(0, now.size());
    if (use != Held.Use.READS || !serving.comesInRanges(now)) {
      await(now, waiter, all, use == Held.Use.CHANGES);
      return true;
    }
    if (held.event().opening()) {
      return mayWait && open(held, waiter, now);
    }
    long from = Math.min(held.event().offset(), now.size());
    long count = held.event().count();
    long to = count == 0 ? now.size() : from + Math.min(count, now.size() - from);
    await(now, waiter, new Range(from, to), false);
    if (to > from) {
      pieces.request(now, ahead.plan(from, to, now.size()), false);
    }
    return true;
  }

  /** A large file is opened: its content comes in ranges if all uses of them will be seen. */
  private boolean open(Held held, Waiter waiter, FileState now) {
    if (held.needsWholeFile(serving.settings, volume)) {
      await(now, waiter, new Range(0, now.size()), false);
      return true;
    }
    if (!allocated) {
      // Programs that look for holes to skip find none.
      try (Descriptor file = volume.openToFill(handle)) {
        FileStatus before = file.status();
        file.allocate(0, now.size());
        volume.keepTimes(file, before);
      }
      allocated = true;
    }
    waiter.allow();
    return true;
  }

  /** Answers when the content is here, and asks for what is missing. */
  private void await(FileState now, Waiter waiter, Range needed, boolean durable) {
    waiter.needed = needed;
    waiter.durable = durable;
    if (!durable && pieces.covers(needed)) {
      waiter.allow();
      return;
    }
    waiters.add(waiter);
    if (pieces.covers(new Range(0, now.size()))) {
      becomeWhole();
      answerServed();
    } else {
      pieces.request(now, needed, true);
    }
  }

  /**
   * Learns what the file is.
   *
   * @return false when this would have taken time and was not allowed to
   */
  private boolean load(Descriptor file, boolean mayWait) {
    Optional<FileState> found = volume.state(file, handle);
    if (!Volume.needsContent(found)) {
      return true;
    }
    FileStatus status = file.status();
    FileState now = found.get();
    boolean torn = status.size() != now.size();
    boolean partial = status.blocks() > 0 && serving.comesInRanges(now);
    if ((torn || partial) && !mayWait) {
      return false;
    }
    state = now;
    if (torn) {
      volume.mend(handle, now, status);
    } else if (partial) {
      pieces.recall(file, now.size());
      allocated = status.blocks() * 512 >= now.size();
      if (pieces.covers(new Range(0, now.size()))) {
        becomeWhole();
      }
    }
    return true;
  }

  /** Puts fetched bytes into the file, and lets those go on who waited for them. */
  void write(Fetch fetch, ByteBuffer bytes, long at) {
    lock.lock();
    try {
      if (!pieces.wants(fetch)) {
        throw new Fetch.Superseded();
      }
      long end = at + bytes.remaining();
      try (Descriptor file = volume.openToFill(handle)) {
        FileStatus before = file.status();
        if (!volume.state(file, handle).equals(Optional.ofNullable(state))
            || before.size() != fetch.state.size()) {
          replaced();
          throw new Fetch.Superseded();
        }
        volume.writeFully(file, bytes, at);
        volume.keepTimes(file, before);
      }
      serving.bytes.add(end - at);
      progress = System.nanoTime();
      pieces.arrived(fetch, at, end);
      if (pieces.covers(new Range(0, fetch.state.size()))) {
        becomeWhole();
      }
      answerServed();
    } finally {
      unlock();
    }
  }

  /** All of it is here: it goes to the disk now for whoever is about to change it, else soon. */
  private void becomeWhole() {
    settlement.begin();
    if (waiters.needTheDisk()) {
      try {
        settlement.settle();
        return;
      } catch (LinuxException e) {
        waiters.fail(waiters.take(waiter -> waiter.durable), e);
      }
    }
    serving.flips.add(settlement);
  }

  private void answerServed() {
    waiters
        .take(waiter ->
            state == null
                || (!waiter.durable && (settlement.whole() || pieces.covers(waiter.needed))))
        .forEach(Waiter::allow);
  }

  /** Settles it, once all of its content is here. */
  Settlement settlement() {
    return settlement;
  }

  /** Makes it a stub. */
  Emptying emptying() {
    return emptying;
  }

  SoleUse use() {
    return use;
  }

  /** What the stub shows; the caller holds the lock. */
  @Nullable FileState state() {
    return state;
  }

  /** When the last bytes came. */
  long progress() {
    return progress;
  }

  /** Whether someone waits or something is to come; the caller holds the lock. */
  boolean isBusy() {
    return refreshing || !waiters.isEmpty() || pieces.isBusy();
  }

  /** Whether all of the content is here, while the disk may still have it as a stub. */
  boolean isWhole() {
    return locked(settlement::whole);
  }

  /** Forgets what is in memory: the disk says it all. The caller holds the lock. */
  void forget() {
    state = null;
    settlement.reset();
    allocated = false;
    ahead = new ReadAhead();
    pieces.reset();
  }

  /**
   * The file is another one now: whoever waits is served from the beginning. The caller holds the
   * lock.
   */
  void replaced() {
    boolean mixed = !pieces.isEmpty();
    forget();
    for (Waiter waiter : waiters.takeAll()) {
      if (mixed && waiter.mayHaveRead) {
        waiters.fail(
            List.of(waiter),
            new ContentException(Reason.CHANGED, "The object changed while it was being read."));
      } else {
        serving.serveAgain(waiter);
      }
    }
  }

  /** A reading of the source has brought all of its piece. */
  void fetched(Fetch fetch) {
    lock.lock();
    try {
      pieces.end(fetch);
    } finally {
      unlock();
    }
  }

  /** A reading of the source has failed. */
  void failed(Fetch fetch, Throwable failure) {
    boolean mixed;
    lock.lock();
    try {
      Range missing = new Range(fetch.reached, fetch.piece.to());
      if (!pieces.end(fetch)) {
        return;
      }
      if (!(failure instanceof ContentException e && e.reason() == Reason.CHANGED)) {
        waiters.fail(
            waiters.take(waiter -> !fetch.isOlderThan(waiter) && waiter.needed.meets(missing)),
            failure);
        FileState now = state;
        if (now != null) {
          waiters.forEach(waiter -> pieces.request(now, waiter.needed, true));
        }
        return;
      }
      refreshing = true;
      mixed = !pieces.isEmpty();
      forget();
    } finally {
      unlock();
    }
    refresh(fetch.state, mixed, failure);
  }

  /** Lets the owner bring the stub in step with its object, and serves those who wait again. */
  private void refresh(FileState before, boolean mixed, Throwable failure) {
    serving.tellChanged(before, handle);
    lock.lock();
    try {
      refreshing = false;
      boolean renewed = !before.equals(volume.current(handle));
      for (Waiter waiter : waiters.takeAll()) {
        if (renewed && !(mixed && waiter.mayHaveRead) && waiter.retry()) {
          serving.serveAgain(waiter);
        } else {
          waiters.fail(List.of(waiter), failure);
        }
      }
    } finally {
      unlock();
    }
  }

  /** Changes the state of a file without changing what its content is. */
  Optional<FileState> update(Descriptor file, UnaryOperator<FileState> change) {
    lock.lock();
    try {
      Optional<FileState> now = volume.state(file, handle).map(change);
      now.ifPresent(next -> volume.states.write(file, next));
      if (state != null) {
        state = now.orElse(null);
      }
      return now;
    } finally {
      unlock();
    }
  }

  /** Asks for the whole content on the disk, for a caller of ours. */
  void restore(Descriptor file, Waiter waiter) {
    lock.lock();
    try {
      if (refreshing) {
        waiters.add(waiter);
        return;
      }
      if (state == null) {
        load(file, true);
      }
      FileState now = state;
      if (now == null) {
        waiter.allow();
      } else if (settlement.whole()) {
        settlement.settle();
        waiter.allow();
      } else {
        await(now, waiter, new Range(0, now.size()), true);
      }
    } catch (LinuxException e) {
      waiters.fail(List.of(waiter), e);
    } finally {
      unlock();
    }
  }

  /**
   * Begins to fetch it for nobody yet, if it is a small stub that is not in use.
   *
   * @return whether this was begun; if not, the waiter is not answered
   */
  boolean fetchAhead(Waiter waiter, long largest) {
    lock.lock();
    try {
      if (settlement.whole() || isBusy()) {
        return false;
      }
      if (state == null) {
        try (Descriptor open = volume.open(handle, OpenFlags.READ)) {
          load(open, true);
        }
      }
      FileState now = state;
      if (now == null || now.size() == 0 || now.size() > largest) {
        return false;
      }
      await(now, waiter, new Range(0, now.size()), false);
      return true;
    } catch (LinuxException e) {
      return false;
    } finally {
      unlock();
    }
  }

  /** Now and then: ends waiting that takes too long, and gives back space nobody needs. */
  void tick() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      Duration limit = serving.settings.waitLimit();
      if (System.nanoTime() - progress > limit.toNanos()) {
        waiters.fail(
            waiters.take(waiter -> waiter.waitsLongerThan(limit)),
            new ContentException(Reason.TIMEOUT, "No content came in " + limit + "."));
      }
      FileState now = state;
      boolean idle = waiters.isEmpty() && !pieces.isBusy() && !settlement.whole() && !refreshing;
      if (now != null && idle && (allocated || !pieces.isEmpty())) {
        try (Descriptor file = volume.openToFill(handle)) {
          if (Leases.takeAlone(file)) {
            FileStatus before = file.status();
            pieces.punchHoles(file, now.size());
            volume.keepTimes(file, before);
            Leases.giveBack(file);
            forget();
          }
        }
      }
    } catch (LinuxException e) {
      forget();
    } finally {
      unlock();
    }
  }

  boolean tryLock() {
    return lock.tryLock();
  }

  /** Does something with the lock held. */
  <T extends @Nullable Object> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      unlock();
    }
  }

  /** Remembers this object as long as it knows something that is not on the disk. */
  void unlock() {
    boolean worth =
        settlement.whole()
            || allocated
            || refreshing
            || !waiters.isEmpty()
            || !pieces.isEmpty()
            || pieces.isBusy();
    boolean dropped = remembered && !worth;
    if (worth && !remembered) {
      uses.incrementAndGet();
    }
    remembered = worth;
    lock.unlock();
    if (dropped) {
      serving.files.release(this);
    }
  }
}
