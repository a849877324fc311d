package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that a transfer is given as text. */
class RulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STANDARD_IA|a|0|STANDARD_IA",
        "GLACIER_IR:>=128K|a|131071|-",
        "GLACIER_IR:>=128K|a|131072|GLACIER_IR",
        "GLACIER_IR:>=128KiB,STANDARD_IA|a|1|STANDARD_IA",
        "ONEZONE_IA:<1M,DEEP_ARCHIVE|a|1048575|ONEZONE_IA",
        "ONEZONE_IA:<1M,DEEP_ARCHIVE|a|1048576|DEEP_ARCHIVE",
        "DEEP_ARCHIVE:logs/**|logs/2026/a|5|DEEP_ARCHIVE",
        "DEEP_ARCHIVE:logs/**|data/a|5|-",
        "DEEP_ARCHIVE:>=2T|a|2199023255552|DEEP_ARCHIVE"
      })
  void theFirstStorageClassThatFitsIsTaken(String rules, String path, long size, String expected) {
    assertThat(StorageClassRules.parse(rules).of(path, size).orElse("-")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "A B", "GLACIER:", "GLACIER,,X", ":>=1K"})
  void whatIsNoStorageClassIsRefused(String text) {
    assertThatThrownBy(() -> StorageClassRules.parse(text))
        .hasMessageContaining("invalid_storage_class");
  }

  @Test
  void whatNoStoreKeepsIsNoMetadata() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("a b", "x"),
            Map.of("", "x"),
            Map.of("a", "two\nlines"),
            Map.of("a", "é"),
            Map.of("a", "x".repeat(2048)))) {
      assertThatThrownBy(() -> new MetadataRules(wrong, List.of()))
          .hasMessageContaining("invalid_metadata");
    }
  }

  @Test
  void aContentTypeIsSetAndNeverDropped() {
    assertThat(
            new MetadataRules(Map.of(), List.of("*"))
                .applied(Map.of("content-type", "a/b", "x", "1")))
        .containsExactly(Map.entry("content-type", "a/b"));
  }
}
