package io.windlass.server.globus.files;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.globus.query.FilterClause;
import io.windlass.server.globus.query.Tests;
import io.windlass.transfer.collection.Item;
import java.util.List;
import java.util.function.Predicate;

/** The filters of a listing: several are alternatives, the clauses of one must all hold. */
final class FileFilter {
  private FileFilter() {}

  static Predicate<Item> parse(List<String> filters) {
    return filters.stream()
        .filter(filter -> !filter.isBlank())
        .map(FileFilter::one)
        .reduce(Predicate::or)
        .orElse(item -> true);
  }

  private static Predicate<Item> one(String filter) {
    return FilterClause.parse(filter).stream()
        .map(FileFilter::clause)
        .reduce(item -> true, Predicate::and);
  }

  private static Predicate<Item> clause(FilterClause clause) {
    return switch (clause.field()) {
      case "name" -> {
        Predicate<String> test = Tests.text(clause);
        yield item -> test.test(item.name());
      }
      case "type" -> {
        Predicate<String> test = Tests.text(clause);
        yield item -> test.test(FileDocuments.type(item));
      }
      case "size" -> {
        Predicate<Long> test = Tests.number(clause);
        yield item -> test.test(item.size());
      }
      case "last_modified" -> {
        var test = Tests.moment(clause);
        yield item -> test.test(item.modifiedAt());
      }
      default ->
          throw Problem.of(
                  Kind.INVALID,
                  "invalid_filter",
                  "Listings are filtered by name, type, size and last_modified, not by "
                      + clause.field()
                      + ".")
              .toException();
    };
  }
}
