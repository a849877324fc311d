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
      assertThatThrownBy(() -> new MetadataRules(wrong, List.of(), Map.of()))
          .hasMessageContaining("invalid_metadata");
    }
  }

  @Test
  void aContentTypeIsSetAndNeverDropped() {
    assertThat(
            new MetadataRules(Map.of(), List.of("*"), Map.of())
                .applied(Map.of("content-type", "a/b", "x", "1")))
        .containsExactly(Map.entry("content-type", "a/b"));
  }

  @Test
  void someIsDroppedThenRenamedAllAtOnceThenSet() {
    MetadataRules rules =
        new MetadataRules(
            Map.of("set", "new"),
            List.of("gone*"),
            Map.of("A", "b", "b", "A", "old", "taken", "gone-1", "back", "x", "set"));
    assertThat(
            rules.applied(
                Map.of(
                    "a", "1", "b", "2", "old", "3", "taken", "4", "gone-1", "5", "x", "6", "y",
                    "7")))
        .containsOnly(
            Map.entry("a", "2"),
            Map.entry("b", "1"),
            Map.entry("taken", "3"),
            Map.entry("set", "new"),
            Map.entry("y", "7"));
  }

  @Test
  void whatCannotBeRenamedIsRefused() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("a", "c", "b", "C"),
            Map.of("a", "c", "A", "d"),
            Map.of("a b", "c"),
            Map.of("a", ""),
            Map.of("Content-Type", "kind"))) {
      assertThatThrownBy(() -> new MetadataRules(Map.of(), List.of(), wrong))
          .hasMessageContaining("invalid_metadata");
    }
  }

  @Test
  void moreThanStoresKeepAfterTheRulesIsTold() {
    MetadataRules rules = new MetadataRules(Map.of(), List.of(), Map.of("a", "b"));
    assertThat(rules.fitting(Map.of("b", "x".repeat(2047)))).hasSize(1);
    assertThatThrownBy(() -> rules.fitting(Map.of("b", "x".repeat(2048))))
        .hasMessageContaining("metadata_too_large");
    assertThat(MetadataRules.NONE.fitting(Map.of("b", "x".repeat(2048)))).hasSize(1);
  }
}
