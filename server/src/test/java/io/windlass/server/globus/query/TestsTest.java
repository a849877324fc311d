package io.windlass.server.globus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.WindlassException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name:file.txt     | file.txt  | true",
        "name:=file.txt    | file.txt  | true",
        "name:file.txt     | FILE.txt  | false",
        "name:!file.txt    | file.txt  | false",
        "name:!=file.txt   | file.txt  | false",
        "name:!file.txt    | other.txt | true",
        "name:~*.TXT       | file.txt  | true",
        "name:~f*e.*       | file.txt  | true",
        "name:~*ile*tx*    | file.txt  | true",
        "name:~*           | file.txt  | true",
        "name:~file        | file.txt  | false",
        "name:~f*file      | file      | false",
        "name:~a*a         | a         | false",
        "name:~[f]*        | file.txt  | false",
        "name:!~*.txt      | file.txt  | false",
        "name:!~*.txt      | file.dat  | true",
        "name:a,~b*        | bcd       | true",
        "name:a,~b*        | c         | false",
        "name:~*.txt,!a.txt| a.txt     | false",
        "name:~*.txt,!a.txt| b.txt     | true",
        "name:!a,!b        | b         | false",
      })
  void aTextIsComparedAsItsOperatorsSay(String clause, String value, boolean fits) {
    assertThat(Tests.text(clause(clause)).test(value)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "size:5, 5, true",
    "size:=5, 6, false",
    "size:!5, 6, true",
    "size:<5, 4, true",
    "size:<=5, 5, true",
    "size:>5, 5, false",
    "size:>=5, 5, true"
  })
  void aNumberIsComparedAsItsOperatorSays(String clause, long value, boolean fits) {
    assertThat(Tests.number(clause(clause)).test(value)).isEqualTo(fits);
  }

  @Test
  void aRangeOfNumbersIsTwoBounds() {
    var test = Tests.number(clause("size:>=5,<10"));
    assertThat(test.test(9L)).isTrue();
    assertThat(test.test(10L)).isFalse();
    assertThat(test.test(4L)).isFalse();
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> Tests.number(clause("size:big")))
        .isInstanceOf(WindlassException.class)
        .hasMessageContaining("invalid_filter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t:2026-01-02 03:04:05,2026-02-01T00:00:00+00:00 | 2026-01-02T03:04:05Z | true",
        "t:2026-01-02 03:04:05,2026-02-01                | 2026-01-02T03:04:04Z | false",
        "t:2026-01-02 03:04:05,2026-02-01                | 2026-02-01T00:00:01Z | false",
        "t:,2021-01-01                                   | 2020-12-31T23:59:59Z | true",
        "t:,2021-01-01                                   | 2021-01-01T00:00:01Z | false",
        "t:2021-01-01,                                   | 2021-01-01T00:00:00Z | true",
        "t:2021-01-01T02:00:00+02:00                     | 2021-01-01T00:00:00Z | true",
        "t:2021-01-01                                    | 2020-12-31T23:59:59Z | false",
      })
  void aMomentLiesBetweenTheBounds(String clause, Instant moment, boolean fits) {
    assertThat(Tests.moment(clause(clause)).test(Optional.of(moment))).isEqualTo(fits);
  }

  @Test
  void whatHasNoMomentIsOutsideOfAnyBounds() {
    assertThat(Tests.moment(clause("t:2021-01-01,")).test(Optional.empty())).isFalse();
    assertThat(Tests.moment(clause("t:,")).test(Optional.empty())).isTrue();
  }

  @Test
  void aDateThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Tests.moment(clause("t:yesterday,")))
        .hasMessageContaining("invalid_time");
  }

  private static FilterClause clause(String text) {
    return FilterClause.parse(text.strip()).getFirst();
  }
}
