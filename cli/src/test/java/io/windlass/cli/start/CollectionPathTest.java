package io.windlass.cli.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.cli.output.CliException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionPathTest {
  @ParameterizedTest
  @CsvSource({
    "lab:/b/a.csv, lab, /b/a.csv",
    "lab:/, lab, /",
    "lab:/a:/b, lab, /a:/b",
    "lab://x, lab, //x",
    "fs-1a2c54008b9984114:/ns1, fs-1a2c54008b9984114, /ns1",
    "3f1c6f0e-7b0a-4a1c-9a55-0f2f7c9f2a11:/b, 3f1c6f0e-7b0a-4a1c-9a55-0f2f7c9f2a11, /b",
  })
  void aNameAndAPathAreInACollection(String text, String collection, String path) {
    assertThat(CollectionPath.of(text)).isEqualTo(new CollectionPath(collection, path));
    assertThat(CollectionPath.of(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"survey/raw", "survey/a:/b", "1000002", "syn5", "survey", ":/a", "/a:/b"})
  void whatHasNoColonBeforeItsFirstSlashIsAnEntry(String text) {
    assertThat(CollectionPath.find(text)).isEmpty();
    assertThatThrownBy(() -> CollectionPath.of(text))
        .isInstanceOfSatisfying(
            CliException.class, failure -> assertThat(failure.code()).isEqualTo("invalid_path"));
  }

  @Test
  void aNameAloneIsItsDefaultDirectoryAndNoPath() {
    CollectionPath lab = CollectionPath.of("lab:");

    assertThat(lab.path()).isEmpty();
    assertThatThrownBy(lab::named).isInstanceOf(CliException.class);
  }

  @Test
  void whatIsBelowADirectoryHasOneSlashMore() {
    assertThat(CollectionPath.of("lab:/b/").below("a")).hasToString("lab:/b/a");
    assertThat(CollectionPath.of("lab:/b").below("a")).hasToString("lab:/b/a");
    assertThat(CollectionPath.of("lab:/").below("a/b")).hasToString("lab:/a/b");
    assertThat(CollectionPath.of("lab:/b").below("")).hasToString("lab:/b");
  }
}
