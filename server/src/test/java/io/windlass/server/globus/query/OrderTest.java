package io.windlass.server.globus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final Map<String, Comparator<String>> FIELDS =
      Map.of("size", Comparator.comparingInt(String::length), "name", Comparator.naturalOrder());

  @Test
  void fieldsSortOneAfterTheOther() {
    assertThat(List.of("b", "aa", "a", "bb").stream().sorted(order("size DESC,name ASC")))
        .containsExactly("aa", "bb", "a", "b");
    assertThat(List.of("b", "a").stream().sorted(order("name"))).containsExactly("a", "b");
    assertThat(List.of("a", "b").stream().sorted(order("name desc"))).containsExactly("b", "a");
  }

  @Test
  void noOrderIsNone() {
    assertThat(Order.parse(Optional.of(" "), FIELDS)).isEmpty();
    assertThat(Order.parse(Optional.empty(), FIELDS)).isEmpty();
  }

  @Test
  void unknownFieldsAndDirectionsAreRefused() {
    assertThatThrownBy(() -> order("colour ASC")).hasMessageContaining("invalid_orderby");
    assertThatThrownBy(() -> order("name UP")).hasMessageContaining("invalid_orderby");
  }

  private static Comparator<String> order(String text) {
    return Order.parse(Optional.of(text), FIELDS).orElseThrow();
  }
}
