package io.windlass.filesystem;

import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.statement.SqlStatement;

/** A place in a list that is ordered by creation, then by id. Survives restarts. */
record Cursor(Instant at, String id) {
  private static final Cursor BEGIN = new Cursor(Instant.EPOCH, "");

  /** For statements with {@code (created_at, id) > (:afterTime, :afterId) … LIMIT :limit}. */
  static <S extends SqlStatement<S>> S bind(S statement, Page page) {
    Cursor cursor = page.cursor().map(Cursor::parse).orElse(BEGIN);
    return statement
        .bind("afterTime", cursor.at())
        .bind("afterId", cursor.id())
        .bind("limit", page.limit() + 1);
  }

  /** The page of what was found with one more than asked for. */
  static <T> Page.Of<T> page(List<T> found, Page page, Function<T, Cursor> cursor) {
    boolean more = found.size() > page.limit();
    List<T> shown = more ? found.subList(0, page.limit()) : found;
    return new Page.Of<>(
        shown, more ? Optional.of(cursor.apply(shown.getLast()).text()) : Optional.empty());
  }

  private String text() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + id;
  }

  private static Cursor parse(String text) {
    int mark = text.indexOf('_');
    try {
      long micros = Long.parseLong(text.substring(0, Math.max(0, mark)));
      return new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), text.substring(mark + 1));
    } catch (NumberFormatException | ArithmeticException | java.time.DateTimeException e) {
      throw Problem.of(Kind.INVALID, "invalid_cursor", "The cursor is not one of ours.")
          .toException(e);
    }
  }
}
