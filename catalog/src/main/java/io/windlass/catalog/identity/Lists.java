package io.windlass.catalog.identity;

import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Lists in the order of a growing number, whose cursor is the last number seen. */
final class Lists {
  private Lists() {}

  /** The number after which the page begins. */
  static long after(Page page) {
    try {
      return page.cursor().map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException _) {
      throw Problem.of(Kind.INVALID, "invalid_cursor", "The cursor is not one of ours.")
          .toException();
    }
  }

  /** The page out of rows that were asked for one more than its limit. */
  static <T> Page.Of<T> page(List<T> rows, Page page, ToLongFunction<T> number) {
    if (rows.size() <= page.limit()) {
      return new Page.Of<>(rows, Optional.empty());
    }
    List<T> shown = rows.subList(0, page.limit());
    return new Page.Of<>(shown, Optional.of(Long.toString(number.applyAsLong(shown.getLast()))));
  }
}
