package io.windlass.filesystem.lazy;

import io.windlass.filesystem.lazy.Ranges.Range;

/**
 * Decides how much more than asked for is fetched of a large file: little for jumps, more and more
 * for readers that go on where they stopped. Several readers of one file are told apart by where
 * they are. Not thread-safe.
 */
final class ReadAhead {
  static final long FIRST_WINDOW = 8L << 20;
  static final long LAST_WINDOW = 64L << 20;

  /** What one jump fetches at least, and what it is aligned to. */
  static final long JUMP = 128L << 10;

  /** The same at the start of a file, where programs look for its kind and directory. */
  static final long START = 1L << 20;

  private static final int READERS = 8;

  /** Reads that overtake each other are still in order. */
  private static final long SLACK = 256L << 10;

  private final long[] ends = new long[READERS];
  private final long[] windows = new long[READERS];
  private final long[] used = new long[READERS];
  private long clock;

  /** The range to have, for a read of this one in a file of this size. */
  Range plan(long from, long to, long size) {
    int reader = find(from);
    used[reader] = ++clock;
    long window = windows[reader];
    if (window < 0) {
      windows[reader] = 0;
      ends[reader] = to;
      return from == 0
          ? new Range(0, Math.min(size, Math.max(to, START)))
          : new Range(from / JUMP * JUMP, Math.min(size, up(to)));
    }
    if (to > ends[reader]) {
      // Grows once per window, not once per read.
      long next = window == 0 ? FIRST_WINDOW : window;
      if (window > 0 && to / window > ends[reader] / window) {
        next = Math.min(LAST_WINDOW, window * 2);
      }
      windows[reader] = next;
      ends[reader] = to;
    }
    if (windows[reader] == 0) {
      // The same again.
      return new Range(from, to);
    }
    // Whole pieces at a time, not a little more with every read.
    long end = (to + windows[reader] + Pieces.PIECE - 1) / Pieces.PIECE * Pieces.PIECE;
    return new Range(from, Math.min(size, end));
  }

  private int find(long from) {
    int oldest = 0;
    for (int i = 0; i < READERS; i++) {
      if (used[i] > 0 && from <= ends[i] + SLACK && from >= ends[i] - SLACK) {
        return i;
      }
      if (used[i] < used[oldest]) {
        oldest = i;
      }
    }
    windows[oldest] = -1;
    return oldest;
  }

  private static long up(long offset) {
    return (offset + JUMP - 1) / JUMP * JUMP;
  }
}
