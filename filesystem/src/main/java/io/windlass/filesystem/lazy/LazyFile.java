package io.windlass.filesystem.lazy;

import static java.util.Objects.requireNonNull;

import io.windlass.filesystem.lazy.ContentException.Reason;
import io.windlass.filesystem.lazy.Ranges.Range;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import io.windlass.linux.FileStatus;
import io.windlass.linux.Leases;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stub that is in use: what of it is here, and who waits for the rest. Its lock is the lock of
 * the file: no descriptor of ours is open for writing outside of it, so that the test for writers
 * is exact, and every change between stub and resident file happens in it. Thread-safe.
 */
final class LazyFile {
  /** How long a whole file is kept from being settled by those who read it. */
  private static final long READERS_LIMIT = TimeUnit.SECONDS.toNanos(5);

  final FileHandle handle;

  /** Calls that use this object, and one while it is worth remembering. */
  final AtomicInteger uses = new AtomicInteger();

  private final Serving serving;
  private final Volume volume;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition synced = lock.newCondition();
  private final Pieces pieces;
  private final List<Waiter> waiters = new ArrayList<>();
  private ReadAhead ahead = new ReadAhead();

  /** What the stub shows; null while not known, and of a file that needs no content. */
  private @Nullable FileState state;

  private boolean whole;

  /** How often all of it came: what was brought to the disk may not be what is here now. */
  private int filling;

  private boolean allocated;
  private boolean refreshing;
  private boolean remembered;

  /** Descriptors of ours that bring it to the disk. */
  private int syncs;

  /** When the last bytes came. */
  private volatile long progress = System.nanoTime();

  LazyFile(FileHandle handle, Serving serving) {
    this.handle = handle;
    this.serving = serving;
    this.volume = serving.volume;
    this.pieces = new Pieces(this, serving);
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
      fail(List.of(waiter), e);
      return true;
    } finally {
      unlock();
    }
  }

  private boolean serve(Held held, Waiter waiter, FileState now, boolean mayWait) {
    Held.Use use = held.use(mayWait);
    if (use == Held.Use.UNKNOWN || (whole && use == Held.Use.CHANGES && !mayWait)) {
      return false;
    }
    if (whole) {
      if (use == Held.Use.CHANGES) {
        settle();
      }
      waiter.allow();
      return true;
    }
    Range all = new Range(0, now.size());
    if (use == Held.Use.CHANGES || now.size() <= serving.wholeFileLimit) {
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
    boolean partial = status.blocks() > 0 && now.size() > serving.wholeFileLimit;
    if ((torn || partial) && !mayWait) {
      return false;
    }
    state = now;
    if (torn) {
      volume.mend(handle, now, status);
    } else if (partial) {
      pieces.recall(file, now.size());
      allocated = status.blocks() * 512 >= now.size();
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
    whole = true;
    filling++;
    serving.fills.increment();
    serving.failures.remove(handle);
    if (waiters.stream().anyMatch(waiter -> waiter.durable)) {
      try {
        settle();
        return;
      } catch (LinuxException e) {
        fail(drain(waiter -> waiter.durable), e);
      }
    }
    serving.flips.add(this);
  }

  private void answerServed() {
    drain(waiter -> state == null || (!waiter.durable && (whole || pieces.covers(waiter.needed))))
        .forEach(Waiter::allow);
  }

  private List<Waiter> drain(Predicate<Waiter> which) {
    List<Waiter> drained = new ArrayList<>();
    waiters.removeIf(waiter -> {
      boolean meant = which.test(waiter);
      if (meant) {
        drained.add(waiter);
      }
      return meant || waiter.isAnswered();
    });
    return drained;
  }

  /** Content to the disk, then the state, then no more events. */
  private void settle() {
    try (Descriptor file = volume.open(handle, OpenFlags.READ)) {
      file.dataSync();
      volume.states.write(file, requireNonNull(state).with(Content.LOCAL));
      file.sync();
      volume.ignore(file);
    }
    forget();
  }

  /** Whether it can be settled a little later, because someone reads it now. */
  boolean mayWaitForReaders() {
    if (System.nanoTime() - progress > READERS_LIMIT || !lock.tryLock()) {
      return false;
    }
    try (Descriptor file = volume.open(handle, OpenFlags.READ)) {
      boolean alone = Leases.takeAlone(file);
      if (alone) {
        Leases.giveBack(file);
      }
      return !alone;
    } catch (LinuxException e) {
      return false;
    } finally {
      unlock();
    }
  }

  /** Whether all of the content is here, while the disk may still have it as a stub. */
  boolean isWhole() {
    lock.lock();
    try {
      return whole;
    } finally {
      unlock();
    }
  }

  /** Which content it has, for {@link #flip}. */
  int filling() {
    lock.lock();
    try {
      return filling;
    } finally {
      unlock();
    }
  }

  /** Brings it to the disk, without keeping others from it. */
  void sync() {
    lock.lock();
    syncs++;
    unlock();
    try (Descriptor file = volume.open(handle, OpenFlags.READ)) {
      file.sync();
    } finally {
      lock.lock();
      syncs--;
      synced.signalAll();
      unlock();
    }
  }

  /**
   * Does something to a file that no program has open; whoever opens it meanwhile comes to us, and
   * waits.
   *
   * @return null when a program has it open
   */
  private <T> @Nullable T alone(Descriptor file, Supplier<T> action) {
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

  /** Settling among many, after the content of all went to the disk: this content, no later one. */
  boolean flip(int synced) {
    lock.lock();
    try {
      boolean same = whole && filling == synced;
      if (same) {
        try (Descriptor file = volume.open(handle, OpenFlags.READ)) {
          volume.states.write(file, requireNonNull(state).with(Content.LOCAL));
        }
      }
      return same;
    } finally {
      unlock();
    }
  }

  /** Settling among many, after the states of all went to the disk. */
  void flipped() {
    lock.lock();
    try {
      if (whole) {
        try (Descriptor file = volume.open(handle, OpenFlags.READ)) {
          if (!Volume.needsContent(volume.state(file, handle))) {
            volume.ignore(file);
            forget();
          }
        }
      }
    } finally {
      unlock();
    }
  }

  /** The disk did not take the content: the file is a stub again. */
  void lost(LinuxException cause) {
    lock.lock();
    try {
      if (whole) {
        serving.failures.add(handle, Answers.text(cause));
        try (Descriptor file = volume.open(handle, OpenFlags.READ_WRITE)) {
          volume.empty(file, handle, requireNonNull(state));
        }
        forget();
      }
    } finally {
      unlock();
    }
  }

  /** The file was removed, and nobody has it open. */
  void gone() {
    lock.lock();
    try {
      forget();
    } finally {
      unlock();
    }
  }

  private void forget() {
    state = null;
    whole = false;
    allocated = false;
    ahead = new ReadAhead();
    pieces.reset();
  }

  /** The file is another one now: whoever waits is served from the beginning. */
  private void replaced() {
    boolean mixed = !pieces.isEmpty();
    forget();
    for (Waiter waiter : drain(any -> true)) {
      if (mixed && waiter.mayHaveRead) {
        fail(
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
        fail(drain(waiter -> !fetch.isOlderThan(waiter) && waiter.needed.meets(missing)), failure);
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
      for (Waiter waiter : drain(any -> true)) {
        if (renewed && !(mixed && waiter.mayHaveRead) && waiter.retry()) {
          serving.serveAgain(waiter);
        } else {
          fail(List.of(waiter), failure);
        }
      }
    } finally {
      unlock();
    }
  }

  private void fail(List<Waiter> failed, Throwable failure) {
    if (!failed.isEmpty()) {
      serving.failures.add(handle, Answers.text(failure));
    }
    failed.forEach(waiter -> waiter.fail(failure));
  }

  /** See {@link LazyFileSystem#makeStub}. */
  boolean makeStub(Descriptor file, FileState stub) {
    lock.lock();
    try {
      if (file.nextData(0) >= 0 && !empty(file)) {
        return false;
      }
      volume.becomeStub(file, handle, stub);
      file.truncate(stub.size());
      if (state != null) {
        replaced();
      }
      return true;
    } finally {
      unlock();
    }
  }

  /** Takes content away that nobody uses. */
  private boolean empty(Descriptor file) {
    Boolean done =
        alone(
            file,
            () -> {
              Optional<FileState> old = volume.state(file, handle);
              if (old.isPresent()) {
                volume.empty(file, handle, old.get().with(Content.RELEASED));
              } else {
                file.truncate(0);
              }
              return true;
            });
    return done != null;
  }

  /** See {@link LazyFileSystem#release}. */
  Release release(Descriptor file, Predicate<FileStatus> stillClean) {
    lock.lock();
    try {
      if (refreshing || !waiters.isEmpty() || pieces.isBusy()) {
        return Release.BUSY;
      }
      Release released = alone(file, () -> releaseAlone(file, stillClean));
      return released == null ? Release.BUSY : released;
    } finally {
      unlock();
    }
  }

  private Release releaseAlone(Descriptor file, Predicate<FileStatus> stillClean) {
    Optional<FileState> now = volume.state(file, handle);
    if (now.isEmpty() || now.get().changed() || now.get().pinned()) {
      return Release.CHANGED;
    }
    FileStatus status = file.status();
    if (status.size() != now.get().size() || !stillClean.test(status)) {
      return Release.CHANGED;
    }
    volume.empty(file, handle, now.get().with(Content.RELEASED));
    forget();
    return Release.RELEASED;
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
      } else if (whole) {
        settle();
        waiter.allow();
      } else {
        await(now, waiter, new Range(0, now.size()), true);
      }
    } catch (LinuxException e) {
      fail(List.of(waiter), e);
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
        fail(
            drain(waiter -> waiter.waitsLongerThan(limit)),
            new ContentException(Reason.TIMEOUT, "No content came in " + limit + "."));
      }
      FileState now = state;
      boolean idle = waiters.isEmpty() && !pieces.isBusy() && !whole && !refreshing;
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

  /** Remembers this object as long as it knows something that is not on the disk. */
  private void unlock() {
    boolean worth =
        whole
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
