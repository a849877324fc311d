package io.windlass.cli.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class MomentConverterTest {
  private final MomentConverter converter =
      new MomentConverter(() -> Instant.parse("2026-11-21T10:00:00Z"));

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T08:30:00Z, 2026-11-22T08:30:00Z",
    "2026-11-22T08:30:00+02:00, 2026-11-22T06:30:00Z",
    "2026-11-22, 2026-11-22T00:00:00Z",
    "12h, 2026-11-21T22:00:00Z",
    "PT1M, 2026-11-21T10:01:00Z",
  })
  void momentsAreWrittenInSeveralWays(String text, Instant moment) {
    assertThat(converter.convert(text)).isEqualTo(moment);
  }

  @Test
  void aTimeWithoutAZoneIsRefused() {
    for (String text : new String[] {"2026-11-22T08:30:00", "soon", "", "2026-13-01"}) {
      assertThatThrownBy(() -> converter.convert(text))
          .as(text)
          .isInstanceOf(TypeConversionException.class);
    }
  }
}
