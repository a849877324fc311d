package io.windlass.server.globus.query;

import java.util.Arrays;
import java.util.List;

/**
 * One clause of a filter: what is looked at, and the values it may have.
 *
 * @param field for example {@code name}
 * @param values the parts of a comma list; a clause without a value has one empty part
 */
public record FilterClause(String field, List<String> values) {
  /** Copies the list. */
  public FilterClause {
    values = List.copyOf(values);
  }

  /**
   * The clauses of a filter: {@code key:value} joined by slashes. Only the first colon of a clause
   * splits, since times hold colons. An empty filter has none.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code invalid_filter}
   */
  public static List<FilterClause> parse(String filter) {
    return Arrays.stream(filter.split("/", -1))
        .filter(clause -> !clause.isEmpty())
        .map(FilterClause::clause)
        .toList();
  }

  private static FilterClause clause(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0) {
      throw QueryProblems.filter("'" + text + "' is not of the form field:value.");
    }
    return new FilterClause(
        text.substring(0, colon), List.of(text.substring(colon + 1).split(",", -1)));
  }
}
