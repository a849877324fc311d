package io.windlass.server.globus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FilterClauseTest {
  @Test
  void clausesAreJoinedBySlashesAndOnlyTheFirstColonSplits() {
    assertThat(FilterClause.parse("type:TRANSFER,DELETE/request_time:2026-01-02 03:04:05,"))
        .containsExactly(
            new FilterClause("type", List.of("TRANSFER", "DELETE")),
            new FilterClause("request_time", List.of("2026-01-02 03:04:05", "")));
  }

  @Test
  void anEmptyFilterHasNoClauses() {
    assertThat(FilterClause.parse("")).isEmpty();
  }

  @Test
  void aClauseWithoutAFieldIsRefused() {
    assertThatThrownBy(() -> FilterClause.parse("name")).hasMessageContaining("invalid_filter");
    assertThatThrownBy(() -> FilterClause.parse(":x")).hasMessageContaining("invalid_filter");
  }
}
