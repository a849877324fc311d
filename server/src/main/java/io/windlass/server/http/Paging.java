package io.windlass.server.http;

import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Optional;

/** The query parameters {@code cursor} and {@code limit} of every list. */
public final class Paging {
  private static final int USUAL = 100;

  private Paging() {}

  /**
   * What they ask for.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_limit}
   */
  public static Page page(Optional<String> cursor, Optional<String> limit) {
    return new Page(
        cursor.filter(text -> !text.isEmpty()), limit.map(Paging::number).orElse(USUAL));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Problem.of(Kind.INVALID, "invalid_limit", "The limit must be a number.").toException();
    }
  }
}
