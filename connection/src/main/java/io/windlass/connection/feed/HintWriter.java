package io.windlass.connection.feed;

import io.windlass.connection.feed.HintRows.Heard;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes hints durable. What several threads bring at once goes into one transaction, so that many
 * small messages cost as few commits as large ones. Thread-safe.
 */
final class HintWriter {
  private static final int BATCH = 5_000;

  private final HintRows rows;
  private final Arrivals arrivals;
  private final InstantSource clock;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentLinkedQueue<Entry> waiting = new ConcurrentLinkedQueue<>();

  HintWriter(HintRows rows, Arrivals arrivals, InstantSource clock) {
    this.rows = rows;
    this.arrivals = arrivals;
    this.clock = clock;
  }

  /** Returns when everything is committed. */
  void write(Collection<Heard> heard) {
    if (heard.isEmpty()) {
      return;
    }
    Entry mine = new Entry(List.copyOf(heard));
    waiting.add(mine);
    writing.lock();
    try {
      while (!mine.written) {
        writeBatch();
      }
    } finally {
      writing.unlock();
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
  }

  private void writeBatch() {
    List<Entry> batch = new ArrayList<>();
    int size = 0;
    for (@Nullable Entry next = waiting.poll(); next != null; next = waiting.poll()) {
      batch.add(next);
      size += next.heard.size();
      if (size >= BATCH) {
        break;
      }
    }
    List<Heard> all = batch.stream().flatMap(entry -> entry.heard.stream()).toList();
    @Nullable RuntimeException failure = null;
    try {
      rows.add(all, clock.instant());
      arrivals.ring(all.stream().map(Heard::feedId).collect(Collectors.toSet()));
    } catch (RuntimeException e) {
      failure = e;
    }
    for (Entry entry : batch) {
      entry.failure = failure;
      entry.written = true;
    }
  }

  /** What one thread brought. Changed and read by whoever holds the lock. */
  private static final class Entry {
    private final List<Heard> heard;
    private boolean written;
    private @Nullable RuntimeException failure;

    Entry(List<Heard> heard) {
      this.heard = heard;
    }
  }
}
