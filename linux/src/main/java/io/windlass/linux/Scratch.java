package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Native memory for the arguments of one call: taken from a pool, which works for any kind of
 * thread, and given back by {@link #close}. Not thread-safe while taken.
 */
final class Scratch implements AutoCloseable {
  private static final int BYTES = 32 * 1024;
  private static final int PLACES = 64;

  /** By thread, so that mostly nobody else is there and nothing is allocated. */
  private static final AtomicReferenceArray<Scratch> POOL = new AtomicReferenceArray<>(PLACES);

  /** What found its place taken: of calls within calls, and of threads that share one. */
  private static final ConcurrentLinkedDeque<Scratch> SPARE = new ConcurrentLinkedDeque<>();

  final MemorySegment errno;
  private final MemorySegment memory;
  private long used;

  private Scratch() {
    errno = Arena.global().allocate(16, 8);
    memory = Arena.global().allocate(BYTES, 64);
  }

  static Scratch take() {
    Scratch own = POOL.getAndSet(place(), null);
    Scratch pooled = own == null ? SPARE.pollFirst() : own;
    return pooled == null ? new Scratch() : pooled;
  }

  private static int place() {
    return (int) (Thread.currentThread().threadId() % PLACES);
  }

  /** Bytes that stay valid until {@link #close}; their content is undefined. */
  MemorySegment bytes(long size) {
    if (size > BYTES - used) {
      throw new LinuxException(Errno.ENAMETOOLONG, "passing " + size + " bytes to the kernel");
    }
    MemorySegment slice = memory.asSlice(used, size);
    used = (used + size + 7) & -8;
    return slice;
  }

  /** The same, all zero. */
  MemorySegment zeroed(long size) {
    return bytes(size).fill((byte) 0);
  }

  /** A path or name, ended by a zero byte, as {@link FileName} encodes it. */
  MemorySegment text(String text) {
    int length = text.length();
    MemorySegment slice = bytes(length + 1L);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == 0 || c > 0x7f) {
        return encoded(text);
      }
      slice.set(JAVA_BYTE, i, (byte) c);
    }
    slice.set(JAVA_BYTE, length, (byte) 0);
    return slice;
  }

  private MemorySegment encoded(String text) {
    byte[] name = FileName.encode(text);
    for (byte b : name) {
      if (b == 0) {
        throw new LinuxException(Errno.EINVAL, "a name with a zero byte");
      }
    }
    MemorySegment slice = bytes(name.length + 1L);
    MemorySegment.copy(name, 0, slice, JAVA_BYTE, 0, name.length);
    slice.set(JAVA_BYTE, name.length, (byte) 0);
    return slice;
  }

  @Override
  public void close() {
    used = 0;
    if (!POOL.compareAndSet(place(), null, this)) {
      SPARE.addFirst(this);
    }
  }
}
