package io.windlass.objectstore;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How an object is cut.
 *
 * @param size of the object
 * @param partSize of every part but the last
 */
record PartPlan(long size, long partSize) {
  private static final long MIB = 1L << 20;

  /** S3 allows 10,000; some room is left for stores that count otherwise. */
  private static final long MOST_PARTS = 9_000;

  /** A part. Numbers begin at 1. */
  record Slice(int number, long offset, long length) {}

  /** Parts of at least so many bytes, and never too many of them. */
  static PartPlan of(long size, long smallest) {
    long needed = Math.ceilDiv(Math.ceilDiv(size, MOST_PARTS), MIB) * MIB;
    return new PartPlan(size, Math.max(smallest, needed));
  }

  int count() {
    return Math.toIntExact(Math.max(1, Math.ceilDiv(size, partSize)));
  }

  Slice slice(int number) {
    long offset = (number - 1) * partSize;
    return new Slice(number, offset, Math.min(partSize, size - offset));
  }

  Stream<Slice> slices() {
    return IntStream.rangeClosed(1, count()).mapToObj(this::slice);
  }
}
