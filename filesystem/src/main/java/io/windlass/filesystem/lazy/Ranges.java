package io.windlass.filesystem.lazy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A set of byte ranges, kept as few as possible. Not thread-safe. */
final class Ranges {
  private final TreeMap<Long, Long> ends = new TreeMap<>();

  /**
   * Bytes from one offset up to another, which is not part of it.
   *
   * @param from the first
   * @param to after the last
   */
  record Range(long from, long to) {
    long length() {
      return to - from;
    }

    boolean meets(Range other) {
      return from < other.to && other.from < to;
    }
  }

  void add(long from, long to) {
    if (from >= to) {
      return;
    }
    long start = from;
    long end = to;
    Map.Entry<Long, Long> before = ends.floorEntry(start);
    if (before != null && before.getValue() >= start) {
      start = before.getKey();
      end = Math.max(end, before.getValue());
    }
    NavigableMap<Long, Long> covered = ends.subMap(start, true, end, true);
    if (!covered.isEmpty()) {
      end = Math.max(end, covered.lastEntry().getValue());
      covered.clear();
    }
    ends.put(start, end);
  }

  void remove(long from, long to) {
    if (from >= to) {
      return;
    }
    Map.Entry<Long, Long> before = ends.lowerEntry(from);
    long tail = before == null ? 0 : before.getValue();
    if (before != null && tail > from) {
      ends.put(before.getKey(), from);
    }
    NavigableMap<Long, Long> covered = ends.subMap(from, true, to, false);
    if (!covered.isEmpty()) {
      tail = Math.max(tail, covered.lastEntry().getValue());
      covered.clear();
    }
    if (tail > to) {
      ends.put(to, tail);
    }
  }

  /** Whether all bytes of the range are in the set; true for an empty range. */
  boolean covers(long from, long to) {
    if (from >= to) {
      return true;
    }
    Map.Entry<Long, Long> before = ends.floorEntry(from);
    return before != null && before.getValue() >= to;
  }

  /** What of the range is not in the set, in order. */
  List<Range> gaps(long from, long to) {
    List<Range> gaps = new ArrayList<>();
    long at = from;
    Map.Entry<Long, Long> before = ends.floorEntry(from);
    if (before != null) {
      at = Math.max(at, before.getValue());
    }
    for (Map.Entry<Long, Long> next = ends.ceilingEntry(from);
        next != null && next.getKey() < to && at < to;
        next = ends.higherEntry(next.getKey())) {
      if (next.getKey() > at) {
        gaps.add(new Range(at, next.getKey()));
      }
      at = Math.max(at, next.getValue());
    }
    if (at < to) {
      gaps.add(new Range(at, to));
    }
    return gaps;
  }

  boolean isEmpty() {
    return ends.isEmpty();
  }

  void clear() {
    ends.clear();
  }
}
