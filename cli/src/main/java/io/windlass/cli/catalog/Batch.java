package io.windlass.cli.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Small files that go together: handed on when there are enough of them. For one thread. */
final class Batch<T> {
  /** What is handed on at once, and what is lost when the request for its addresses fails. */
  private static final int MOST_FILES = 100;

  /** A batch has an end before its addresses have theirs. */
  private static final long MOST_BYTES = 64L << 20;

  private final Consumer<List<T>> next;
  private final List<T> files = new ArrayList<>();
  private long bytes;

  Batch(Consumer<List<T>> next) {
    this.next = next;
  }

  void add(T file, long size) {
    files.add(file);
    bytes += size;
    if (files.size() >= MOST_FILES || bytes >= MOST_BYTES) {
      flush();
    }
  }

  /** Hands on what there is. */
  void flush() {
    if (!files.isEmpty()) {
      List<T> full = List.copyOf(files);
      files.clear();
      bytes = 0;
      next.accept(full);
    }
  }
}
