package io.windlass.server.globus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  @Test
  void tasksHaveALetterAndFilesABlankInTheMiddle() {
    Instant moment = Instant.parse("2021-09-02T18:04:49.987Z");
    assertThat(Times.ofTask(moment)).isEqualTo("2021-09-02T18:04:49+00:00");
    assertThat(Times.ofFile(moment)).isEqualTo("2021-09-02 18:04:49+00:00");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21, 2026-11-21T00:00:00Z",
    "2026-11-21 10:11:12, 2026-11-21T10:11:12Z",
    "2026-11-21T10:11:12, 2026-11-21T10:11:12Z",
    "2026-11-21T10:11, 2026-11-21T10:11:00Z",
    "2026-11-21 10:11:12.345678, 2026-11-21T10:11:12.345678Z",
    "2026-11-21T10:11:12Z, 2026-11-21T10:11:12Z",
    "2026-11-21 10:11:12+02:00, 2026-11-21T08:11:12Z",
    "2026-11-21T10:11:12-0130, 2026-11-21T11:41:12Z"
  })
  void whatClientsSendIsRead(String text, Instant expected) {
    assertThat(Times.read("deadline", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2026-13-01", "2026-11-21T25:00:00", "1795255200"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> Times.read("deadline", text)).hasMessageContaining("invalid_time");
  }
}
