package io.windlass.filesystem.exports;

import java.util.concurrent.atomic.LongAdder;

/**
 * How far an export is, or how it ended.
 *
 * @param total entries looked at
 * @param succeeded those in step, whether anything had to be done or not
 * @param failed those that are not
 */
public record ExportCounts(long total, long succeeded, long failed) {

  /** Counts while many threads work. */
  static final class Counter {
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void count(Exported exported) {
      switch (exported) {
        case Exported.Failed _, Exported.Busy _ -> failed.increment();
        default -> succeeded.increment();
      }
    }

    ExportCounts sum() {
      return new ExportCounts(succeeded.sum() + failed.sum(), succeeded.sum(), failed.sum());
    }
  }
}
