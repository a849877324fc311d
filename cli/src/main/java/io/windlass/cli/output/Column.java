package io.windlass.cli.output;

import java.util.Optional;
import java.util.function.Function;

/**
 * One column of a table.
 *
 * @param title in capitals, above the values
 * @param alignment where values stand in it
 * @param value what a row shows; text of no row may steer the terminal
 */
public record Column<T>(String title, Alignment alignment, Function<T, String> value) {

  /** Where values stand. */
  public enum Alignment {
    LEFT,
    /** For numbers. */
    RIGHT
  }

  /** A column of words. */
  public static <T> Column<T> of(String title, Function<T, ?> value) {
    return new Column<>(title, Alignment.LEFT, row -> text(value.apply(row)));
  }

  /** A column of numbers. */
  public static <T> Column<T> number(String title, Function<T, ?> value) {
    return new Column<>(title, Alignment.RIGHT, row -> text(value.apply(row)));
  }

  private static String text(Object value) {
    return value instanceof Optional<?> optional
        ? optional.map(Object::toString).orElse("-")
        : value.toString();
  }
}
