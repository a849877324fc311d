package io.windlass.server.globus.query;

import io.windlass.server.globus.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What values of clauses ask of a field. */
public final class Tests {
  private Tests() {}

  /**
   * A list of texts, each with an operator before it: {@code =} or nothing for equal, {@code ~} for
   * like ({@code *} stands for anything, case does not matter), {@code !} and {@code !~} for the
   * opposites. One of those that are not negated must hold, and all that are.
   */
  public static Predicate<String> text(FilterClause clause) {
    List<Predicate<String>> wanted = new ArrayList<>();
    Predicate<String> unwanted = value -> false;
    for (String value : clause.values()) {
      if (value.startsWith("!~")) {
        unwanted = unwanted.or(like(value.substring(2)));
      } else if (value.startsWith("!")) {
        unwanted = unwanted.or(value.substring(value.startsWith("!=") ? 2 : 1)::equals);
      } else if (value.startsWith("~")) {
        wanted.add(like(value.substring(1)));
      } else {
        wanted.add(value.substring(value.startsWith("=") ? 1 : 0)::equals);
      }
    }
    Predicate<String> some =
        wanted.isEmpty() ? value -> true : value -> wanted.stream().anyMatch(it -> it.test(value));
    return some.and(unwanted.negate());
  }

  /**
   * Whole numbers, each with {@code =}, {@code !}, {@code <}, {@code <=}, {@code >}, {@code >=} or
   * nothing before it; all must hold.
   */
  public static Predicate<Long> number(FilterClause clause) {
    return clause.values().stream()
        .map(value -> oneNumber(clause.field(), value))
        .reduce(value -> true, Predicate::and);
  }

  private static Predicate<Long> oneNumber(String field, String text) {
    String operator = text.replaceFirst("[-0-9].*", "").strip();
    long bound;
    try {
      bound = Long.parseLong(text.substring(text.indexOf(operator) + operator.length()).strip());
    } catch (NumberFormatException e) {
      throw QueryProblems.filter("the value of " + field + " must be a whole number.");
    }
    return switch (operator) {
      case "", "=" -> value -> value == bound;
      case "!", "!=" -> value -> value != bound;
      case "<" -> value -> value < bound;
      case "<=" -> value -> value <= bound;
      case ">" -> value -> value > bound;
      case ">=" -> value -> value >= bound;
      default -> throw QueryProblems.filter("there is no operator " + operator + ".");
    };
  }

  /**
   * From one moment to another, both included: {@code after,before}; either may be blank, and a
   * single value is the begin. What has no moment is outside, unless both are blank.
   */
  public static Predicate<Optional<Instant>> moment(FilterClause clause) {
    if (clause.values().size() > 2) {
      throw QueryProblems.filter(clause.field() + " takes two moments at most.");
    }
    String first = clause.values().getFirst();
    String last = clause.values().size() > 1 ? clause.values().get(1) : "";
    if (first.isBlank() && last.isBlank()) {
      return moment -> true;
    }
    Instant begin = first.isBlank() ? Instant.MIN : Times.read(clause.field(), first);
    Instant end = last.isBlank() ? Instant.MAX : Times.read(clause.field(), last);
    return moment -> moment.filter(it -> !it.isBefore(begin) && !it.isAfter(end)).isPresent();
  }

  /** Whether a text fits a pattern of which {@code *} stands for anything, whatever the case. */
  static Predicate<String> like(String pattern) {
    List<String> literals = List.of(pattern.toLowerCase(Locale.ROOT).split("\\*", -1));
    return value -> fits(value.toLowerCase(Locale.ROOT), literals);
  }

  /** Each literal is taken where it comes first, so that no pattern takes more than one pass. */
  private static boolean fits(String value, List<String> literals) {
    String first = literals.getFirst();
    String last = literals.getLast();
    if (literals.size() == 1) {
      return value.equals(first);
    }
    if (!value.startsWith(first)) {
      return false;
    }
    int at = first.length();
    for (String literal : literals.subList(1, literals.size() - 1)) {
      int found = value.indexOf(literal, at);
      if (found < 0) {
        return false;
      }
      at = found + literal.length();
    }
    return value.length() - last.length() >= at && value.endsWith(last);
  }
}
