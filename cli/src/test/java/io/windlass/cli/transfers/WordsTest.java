package io.windlass.cli.transfers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.cli.output.CliException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void blanksPartWordsAndQuotesAndBackslashesKeepThem() {
    assertThat(Words.of("  a\tb  c ")).containsExactly("a", "b", "c");
    assertThat(Words.of("'my file.txt' \"the other\" third\\ one"))
        .containsExactly("my file.txt", "the other", "third one");
    assertThat(Words.of("a'b c'd\"e f\"")).containsExactly("ab cde f");
    assertThat(Words.of("'a\\b' \"a\\\"b\" \\'")).containsExactly("a\\b", "a\"b", "'");
  }

  @Test
  void anEmptyWordIsOneWhenItIsQuoted() {
    assertThat(Words.of("'' x \"\"")).containsExactly("", "x", "");
    assertThat(Words.of("   ")).isEqualTo(List.of());
  }

  @Test
  void aQuoteThatIsNotClosedIsSaidToBeOpen() {
    assertThatThrownBy(() -> Words.of("a 'b")).isInstanceOf(CliException.class);
    assertThatThrownBy(() -> Words.of("a \"b'")).isInstanceOf(CliException.class);
  }
}
