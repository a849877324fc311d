package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** Seconds and nanoseconds of the kernel, and nanoseconds since the epoch (years 1677 to 2262). */
final class Times {
  private static final long SECOND = 1_000_000_000L;

  /** Leave this time alone. */
  private static final long OMIT = 0x3ffffffeL;

  private Times() {}

  /** Times beyond what a long holds become its ends. */
  static long nanos(long seconds, int nanos) {
    if (seconds > Long.MAX_VALUE / SECOND - 1) {
      return Long.MAX_VALUE;
    }
    if (seconds < Long.MIN_VALUE / SECOND + 1) {
      return Long.MIN_VALUE;
    }
    return seconds * SECOND + nanos;
  }

  /** The pair (accessed, modified) as utimensat takes it. */
  static MemorySegment pair(Scratch scratch, long accessed, long modified) {
    MemorySegment pair = scratch.bytes(32);
    put(pair, 0, accessed);
    put(pair, 16, modified);
    return pair;
  }

  private static void put(MemorySegment pair, long at, long nanos) {
    boolean omit = nanos == Descriptor.TIME_UNCHANGED;
    pair.set(JAVA_LONG, at, omit ? 0 : Math.floorDiv(nanos, SECOND));
    pair.set(JAVA_LONG, at + 8, omit ? OMIT : Math.floorMod(nanos, SECOND));
  }
}
