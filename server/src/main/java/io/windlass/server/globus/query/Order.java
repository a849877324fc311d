package io.windlass.server.globus.query;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parameter {@code orderby}: {@code field ASC|DESC}, separated by commas. */
public final class Order {
  private Order() {}

  /**
   * The order that is asked for; absent when none is.
   *
   * @param fields how each field that can be asked for sorts
   * @throws io.windlass.foundation.WindlassException INVALID {@code invalid_orderby}
   */
  public static <T> Optional<Comparator<T>> parse(
      Optional<String> orderBy, Map<String, Comparator<T>> fields) {
    return orderBy
        .filter(text -> !text.isBlank())
        .flatMap(text ->
            Arrays.stream(text.split(","))
                .map(part -> one(part.strip(), fields))
                .reduce(Comparator::thenComparing));
  }

  private static <T> Comparator<T> one(String text, Map<String, Comparator<T>> fields) {
    String[] words = text.split("\\s+");
    Comparator<T> field = fields.get(words[0]);
    if (field == null || words.length > 2) {
      throw QueryProblems.order(
          "'"
              + text
              + "' is not one of "
              + String.join(", ", fields.keySet())
              + " with ASC or DESC.");
    }
    return switch (words.length == 1 ? "ASC" : words[1].toUpperCase(Locale.ROOT)) {
      case "ASC" -> field;
      case "DESC" -> field.reversed();
      default -> throw QueryProblems.order("the direction is ASC or DESC.");
    };
  }
}
