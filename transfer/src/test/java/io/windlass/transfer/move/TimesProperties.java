package io.windlass.transfer.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class TimesProperties {
  @Property
  void timesComeBackToTheNanosecond(
      @ForAll @LongRange(min = -60_000_000_000L, max = 250_000_000_000L) long seconds,
      @ForAll @IntRange(max = 999_999_999) int nanos) {
    Instant moment = Instant.ofEpochSecond(seconds, nanos);

    assertThat(Times.read(Map.of(Times.MTIME, Times.write(moment)))).contains(moment);
  }

  @Property
  void otherTextsAreNoTimesAndNoFailure(@ForAll String text) {
    assertThat(Times.read(Map.of(Times.MTIME, text)))
        .satisfiesAnyOf(none -> assertThat(none).isEmpty(), some -> assertThat(some).isPresent());
  }

  @Example
  void whatOthersWriteIsUnderstood() {
    assertThat(Times.read(Map.of(Times.MTIME, "1700000000.123456789")))
        .contains(Instant.ofEpochSecond(1_700_000_000L, 123_456_789));
    assertThat(Times.read(Map.of(Times.MTIME, "1e400000000"))).isEmpty();
    assertThat(Times.read(Map.of(Times.MTIME, "yesterday"))).isEmpty();
    assertThat(Times.write(Instant.ofEpochSecond(1_700_000_000L, 500_000_000)))
        .isEqualTo("1700000000.5");
  }
}
