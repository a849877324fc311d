package io.windlass.server.globus.query;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;

/** What is said of parameters that cannot be understood. */
final class QueryProblems {
  private QueryProblems() {}

  static RuntimeException filter(String message) {
    return Problem.of(Kind.INVALID, "invalid_filter", "Invalid filter: " + message).toException();
  }

  static RuntimeException order(String message) {
    return Problem.of(Kind.INVALID, "invalid_orderby", "Invalid orderby: " + message).toException();
  }

  static RuntimeException window(String message) {
    return Problem.of(Kind.INVALID, "invalid_limit", message).toException();
  }
}
