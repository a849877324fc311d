package io.windlass.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Native memory by way of which the kernel reads and writes arrays: taken from a pool, which works
 * for any kind of thread, and given back by {@link #close}. Not thread-safe while taken.
 */
final class Chunk implements AutoCloseable {
  static final int BYTES = 128 << 10;
  private static final ConcurrentLinkedDeque<Chunk> POOL = new ConcurrentLinkedDeque<>();

  private final MemorySegment memory = Arena.global().allocate(BYTES, 64);

  private Chunk() {}

  static Chunk take() {
    Chunk pooled = POOL.pollFirst();
    return pooled == null ? new Chunk() : pooled;
  }

  /** All of it; its content is undefined. */
  MemorySegment memory() {
    return memory;
  }

  @Override
  public void close() {
    POOL.addFirst(this);
  }
}
