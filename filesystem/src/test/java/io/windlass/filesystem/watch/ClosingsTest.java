package io.windlass.filesystem.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long closed files are left alone. */
class ClosingsTest {
  private static final Duration USUAL = ChangeWatch.Watched.SETTLE;
  private static final Duration MOMENT = ChangeWatch.Watched.CLOSED;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Closings closings = new Closings(USUAL);

  @Test
  void aClosedFileIsLookedAtSoonAndOneThatIsClosedAgainAndAgainIsNot() {
    assertThat(closings.settle("a", 0)).isEqualTo(MOMENT);
    assertThat(closings.settle("a", SECOND)).isEqualTo(USUAL);
    assertThat(closings.settle("b", SECOND)).isEqualTo(MOMENT);
    assertThat(closings.settle("a", 2 * SECOND)).isEqualTo(USUAL);
    assertThat(closings.settle("a", 10 * SECOND)).isEqualTo(MOMENT);
  }

  @Test
  void nothingIsLeftAloneForLongerThanUsual() {
    Duration shorter = MOMENT.dividedBy(2);
    assertThat(new Closings(shorter).settle("a", 0)).isEqualTo(shorter);
  }

  @Test
  void onlySomeFilesAreRemembered() {
    closings.settle("first", 0);
    for (int i = 0; i < 2_000; i++) {
      closings.settle("file" + i, 0);
    }
    assertThat(closings.settle("first", 1)).isEqualTo(MOMENT);
    assertThat(closings.settle("file1999", 1)).isEqualTo(USUAL);
  }
}
