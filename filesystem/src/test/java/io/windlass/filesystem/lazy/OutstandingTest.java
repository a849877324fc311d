package io.windlass.filesystem.lazy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutstandingTest {
  @ParameterizedTest
  @CsvSource({
    "1048576, 400, 98304", // as many as the journal has room for
    "20000, 400, 15000",
    "1024, 400, 474",
    "1024, 100, 768",
    "400, 100, 150",
    "256, 200, 16",
  })
  void waitingProgramsLeaveFilesForEverythingElse(long limit, long open, int most) {
    assertThat(Outstanding.most(limit, open)).isEqualTo(most);
  }
}
