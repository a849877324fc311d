package io.windlass.filesystem.lazy;

import io.windlass.filesystem.lazy.Ranges.Range;
import io.windlass.filesystem.state.FileState;
import io.windlass.linux.Descriptor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which bytes of one version of a file are here, and the readings of the source that bring the
 * others. Guarded by the lock of the file.
 */
final class Pieces {
  /** Bytes of one reading of the source. */
  static final long PIECE = 8L << 20;

  private final LazyFile file;
  private final Serving serving;
  private final Ranges present = new Ranges();
  private final Ranges requested = new Ranges();
  private final Deque<Fetch> queue = new ArrayDeque<>();
  private final Set<Fetch> active = new HashSet<>();

  Pieces(LazyFile file, Serving serving) {
    this.file = file;
    this.serving = serving;
  }

  boolean covers(Range range) {
    return present.covers(range.from(), range.to());
  }

  boolean isEmpty() {
    return present.isEmpty();
  }

  /** Whether something is to come. */
  boolean isBusy() {
    return !active.isEmpty() || !queue.isEmpty();
  }

  /** What an earlier process had filled: data is there only where it was written whole. */
  void recall(Descriptor open, long size) {
    long at = open.nextData(0);
    while (at >= 0 && at < size) {
      long end = Math.min(size, open.nextHole(at));
      present.add(at, end);
      at = end < size ? open.nextData(end) : -1;
    }
  }

  /** Gives back the space of everything that is not here. */
  void punchHoles(Descriptor open, long size) {
    for (Range gap : present.gaps(0, size)) {
      serving.volume.punch(open, gap.from(), gap.to());
    }
  }

  /** Asks for what of a range is neither here nor on its way; urgently, or after all the rest. */
  void request(FileState state, Range range, boolean urgent) {
    long block = file.block();
    long from = range.from() / block * block;
    long to = Math.min(state.size(), (range.to() + block - 1) / block * block);
    List<Fetch> wanted = new ArrayList<>();
    for (Range absent : present.gaps(from, to)) {
      for (Range gap : requested.gaps(absent.from(), absent.to())) {
        long at = gap.from();
        while (at < gap.to()) {
          long end = Math.min(gap.to(), (at / PIECE + 1) * PIECE);
          wanted.add(new Fetch(file, state, new Range(at, end), serving.source));
          at = end;
        }
      }
    }
    for (Fetch fetch : urgent ? wanted.reversed() : wanted) {
      requested.add(fetch.piece.from(), fetch.piece.to());
      if (urgent) {
        queue.addFirst(fetch);
      } else {
        queue.addLast(fetch);
      }
    }
    pump();
  }

  private void pump() {
    while (active.size() < serving.settings.fetchesPerFile() && !queue.isEmpty()) {
      Fetch next = queue.removeFirst();
      active.add(next);
      serving.fetches.start(next);
    }
  }

  /** Whether what this reading brings is wanted. */
  boolean wants(Fetch fetch) {
    return active.contains(fetch);
  }

  /** Part of a reading is here. */
  void arrived(Fetch fetch, long from, long to) {
    present.add(from, to);
    requested.remove(from, to);
    fetch.reached = to;
  }

  /**
   * A reading has ended.
   *
   * @return false when nobody wanted it any more
   */
  boolean end(Fetch fetch) {
    if (!active.remove(fetch)) {
      return false;
    }
    requested.remove(fetch.reached, fetch.piece.to());
    pump();
    return true;
  }

  /** Forgets everything, and gives up what is under way. */
  void reset() {
    active.forEach(Fetch::abandon);
    active.clear();
    queue.clear();
    present.clear();
    requested.clear();
  }
}
