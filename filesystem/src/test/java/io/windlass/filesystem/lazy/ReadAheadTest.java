package io.windlass.filesystem.lazy;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.lazy.Ranges.Range;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final long SIZE = 10L << 30;
  private final ReadAhead ahead = new ReadAhead();

  @Test
  void aJumpFetchesLittleMoreThanItAsksFor() {
    for (long at : new long[] {1L << 30, 5L << 30, 3L << 30, SIZE - 65_536}) {
      Range plan = ahead.plan(at, at + 65_536, SIZE);
      assertThat(plan.from()).isLessThanOrEqualTo(at);
      assertThat(plan.to()).isGreaterThanOrEqualTo(at + 65_536).isLessThanOrEqualTo(SIZE);
      assertThat(plan.length()).isLessThanOrEqualTo(256 << 10);
    }
  }

  @Test
  void whoeverGoesOnGetsMoreAndMoreAhead() {
    long before = 0;
    long at = 0;
    while (at < 1L << 30) {
      Range plan = ahead.plan(at, at + 131_072, SIZE);
      at += 131_072;
      assertThat(plan.to()).isGreaterThanOrEqualTo(before);
      before = plan.to();
    }
    assertThat(before - at).isBetween(ReadAhead.LAST_WINDOW, ReadAhead.LAST_WINDOW + Pieces.PIECE);
  }

  @Test
  void readersOfOneFileAreToldApart() {
    long[] starts = {0, 1L << 30, 2L << 30, 4L << 30};
    for (int step = 0; step < 100; step++) {
      for (long start : starts) {
        long at = start + step * 131_072L;
        Range plan = ahead.plan(at, at + 131_072, SIZE);
        if (step > 0) {
          assertThat(plan.to() - at).isGreaterThanOrEqualTo(ReadAhead.FIRST_WINDOW);
        }
      }
    }
  }

  @Test
  void nothingIsPlannedBeyondTheEnd() {
    assertThat(ahead.plan(0, 10, 10)).isEqualTo(new Range(0, 10));
    assertThat(ahead.plan(10, 10, 10).length()).isZero();
  }
}
