package io.windlass.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampsTest {
  @Test
  void whatFormattersWriteIsRead() {
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      Instant seconds = Instant.ofEpochSecond(random.nextLong(-2_000_000_000L, 8_000_000_000L));
      Instant nanos = seconds.plusNanos(random.nextInt(1_000_000_000));
      Instant millis = nanos.truncatedTo(ChronoUnit.MILLIS);
      assertThat(
              Timestamps.ofHttp(
                  DateTimeFormatter.RFC_1123_DATE_TIME.format(seconds.atOffset(ZoneOffset.UTC))))
          .contains(seconds);
      for (Instant instant : List.of(seconds, millis, nanos)) {
        assertThat(Timestamps.ofXml(instant.toString())).contains(instant);
      }
    }
  }

  @Test
  void otherFormsOfTheSameTimeAreRead() {
    assertThat(Timestamps.ofHttp("Sat, 1 Nov 2025 00:00:07 GMT"))
        .isEqualTo(Timestamps.ofHttp("Sat, 01 Nov 2025 00:00:07 GMT"))
        .contains(Instant.parse("2025-11-01T00:00:07Z"));
    assertThat(Timestamps.ofXml("2025-11-01T01:00:07+01:00"))
        .contains(Instant.parse("2025-11-01T00:00:07Z"));
  }

  @Test
  void whatIsNoTimeIsNone() {
    for (String text :
        List.of(
            "",
            "yesterday",
            "Sat, 31 Feb 2026 00:00:00 GMT",
            "Sat, 21 anF 2026 00:00:00 GMT",
            "Sat, 21 Nov 2026 25:00:00 GMT",
            "Sat, 21 Nov 2o26 00:00:00 GMT")) {
      assertThat(Timestamps.ofHttp(text)).as(text).isEmpty();
    }
    for (String text :
        List.of("", "2026-02-31T00:00:00Z", "2026-11-21T00:00:00.0x0Z", "2026-11-21 00:00:00Z")) {
      assertThat(Timestamps.ofXml(text)).as(text).isEmpty();
    }
  }
}
