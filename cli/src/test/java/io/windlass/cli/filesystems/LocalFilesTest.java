package io.windlass.cli.filesystems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.client.model.FileState;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class LocalFilesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0  | (0x00000000)",
        "13 | (0x0000000d) released exists archived, archive_id:1",
        "9  | (0x00000009) exists archived, archive_id:1",
        "11 | (0x0000000b) exists dirty archived, archive_id:1",
        "25 | (0x00000019) exists archived never_release, archive_id:1"
      })
  void statesArePrintedInTheFamiliarForm(int flags, String form) {
    FileState state =
        new FileState(
            "/mnt/data/a",
            7,
            flags,
            (flags & 1) != 0,
            (flags & 2) != 0,
            (flags & 4) != 0,
            (flags & 8) != 0,
            (flags & 16) != 0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(LocalFiles.line("a", state)).isEqualTo("a: " + form);
  }

  @Test
  void policiesAreReadWhateverTheirCase() throws Exception {
    Policy.Converter converter = new Policy.Converter();

    assertThat(converter.convert("NEW,deleted, New").changes()).containsExactly("new", "deleted");
    assertThat(converter.convert("None").changes()).isEmpty();
    assertThat(Policy.text(converter.convert("new,changed").changes())).isEqualTo("NEW,CHANGED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NEW,", "RENAMED", "NEW;CHANGED", "NEW,NONE"})
  void whatIsNoPolicyIsRefused(String text) {
    assertThatThrownBy(() -> new Policy.Converter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("NEW,CHANGED,DELETED");
  }
}
