package io.windlass.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Page;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a page ended: the sort value and the id of its last item, as an opaque text. Immutable.
 *
 * @param list which list and order it belongs to
 * @param value of the last item
 * @param id of the last item
 */
record Cursor(String list, String value, long id) {
  private static final String BETWEEN = "\n";

  /** The opaque text. */
  String text() {
    String plain = String.join(BETWEEN, list, Long.toString(id), value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(UTF_8));
  }

  /** The value as a moment. */
  Instant instant() {
    try {
      return Instant.parse(value);
    } catch (DateTimeParseException _) {
      throw invalid();
    }
  }

  /**
   * Reads a cursor of this list.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code invalid_cursor}
   */
  static Optional<Cursor> parse(Page page, String list) {
    return page.cursor()
        .map(given -> {
          try {
            String plain = new String(Base64.getUrlDecoder().decode(given), UTF_8);
            String[] parts = plain.split(BETWEEN, 3);
            if (parts.length == 3 && parts[0].equals(list) && plain.indexOf('\0') < 0) {
              return new Cursor(list, parts[2], Long.parseLong(parts[1]));
            }
          } catch (IllegalArgumentException _) {
            throw invalid();
          }
          throw invalid();
        });
  }

  /** The page of items of which one more than its limit was read, and the cursor behind it. */
  static <T> Page.Of<T> page(List<T> items, Page page, Function<T, Cursor> cursor) {
    if (items.size() <= page.limit()) {
      return new Page.Of<>(items, Optional.empty());
    }
    List<T> some = items.subList(0, page.limit());
    return new Page.Of<>(some, Optional.of(cursor.apply(some.getLast()).text()));
  }

  private static RuntimeException invalid() {
    return CatalogProblems.invalid(
        "invalid_cursor", "The cursor does not belong to this list and order.");
  }
}
