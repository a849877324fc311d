package io.windlass.server.globus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowTest {
  @Test
  void aWindowShowsItsPartAndCountsTheRest() {
    Window window = new Window(3, 2);
    var view = window.over(IntStream.range(0, 10).boxed());
    assertThat(view.items()).containsExactly(2, 3, 4);
    assertThat(view.total()).isEqualTo(10);
    assertThat(view.hasNext(window)).isTrue();
  }

  @Test
  void aWindowSortsWhatItShows() {
    Window window = new Window(3, 1);
    var view =
        window.over(IntStream.range(0, 10).map(i -> i * 7 % 10).boxed(), Comparator.reverseOrder());
    assertThat(view.items()).containsExactly(8, 7, 6);
    assertThat(view.total()).isEqualTo(10);
  }

  @Test
  void equalItemsKeepTheirOrder() {
    var view =
        new Window(4, 0)
            .over(IntStream.of(11, 21, 12, 22).boxed(), Comparator.comparingInt(i -> i % 10));
    assertThat(view.items()).containsExactly(11, 21, 12, 22);
  }

  @Test
  void theLastWindowHasNoneBehindIt() {
    Window window = new Window(5, 8);
    assertThat(window.over(IntStream.range(0, 10).boxed()).hasNext(window)).isFalse();
    assertThat(new Window(5, 20).over(IntStream.range(0, 10).boxed()).items()).isEmpty();
    assertThat(
            new Window(5, 20)
                .over(IntStream.range(0, 10).boxed(), Comparator.<Integer>naturalOrder())
                .items())
        .isEmpty();
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    for (String limit : new String[] {"0", "1001", "-1", "many"}) {
      assertThatThrownBy(() -> Window.parse(Optional.of(limit), Optional.empty(), 10, 1000))
          .hasMessageContaining("invalid_limit");
    }
    assertThatThrownBy(() -> Window.parse(Optional.empty(), Optional.of("-1"), 10, 1000))
        .hasMessageContaining("invalid_limit");
    assertThat(Window.parse(Optional.of(""), Optional.of("5"), 10, 1000))
        .isEqualTo(new Window(10, 5));
  }
}
