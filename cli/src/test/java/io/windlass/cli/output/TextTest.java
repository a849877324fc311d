package io.windlass.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1048525, 1.0 MiB",
    "52428800, 50.0 MiB",
    "5497558138880, 5.0 TiB"
  })
  void sizesHaveTheUnitThatFits(long bytes, String text) {
    assertThat(Text.size(bytes)).isEqualTo(text);
  }

  @Test
  void spansShowTheirTwoLargestUnits() {
    assertThat(Text.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Text.duration(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
    assertThat(Text.duration(Duration.ofMinutes(719))).isEqualTo("11 h 59 min");
  }
}
