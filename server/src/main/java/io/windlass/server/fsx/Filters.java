package io.windlass.server.fsx;

import io.windlass.server.aws.shape.Input;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The filters of a request: several values of one are alternatives, and all of them must hold.
 * Immutable.
 */
final class Filters {
  private final Map<String, Set<String>> byName;

  private Filters(Map<String, Set<String>> byName) {
    this.byName = byName;
  }

  static Filters of(Input input) {
    Map<String, Set<String>> byName = new TreeMap<>();
    for (Input filter : input.structures("Filters")) {
      String name =
          filter
              .optionalText("Name")
              .orElseThrow(() -> FsxErrors.badRequest("A filter must have a Name."));
      Set<String> values = new LinkedHashSet<>(filter.texts("Values"));
      if (values.isEmpty()) {
        throw FsxErrors.badRequest("The filter " + name + " must have Values.");
      }
      byName.merge(
          name,
          values,
          (one, other) -> {
            Set<String> both = new LinkedHashSet<>(one);
            both.retainAll(other);
            return both;
          });
    }
    return new Filters(byName);
  }

  /** What the filter allows; absent when it allows everything. */
  Optional<Set<String>> values(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Set<String> names() {
    return byName.keySet();
  }

  /** The same text for the same filters, however they were written. */
  @Override
  public String toString() {
    Map<String, Set<String>> sorted = new TreeMap<>();
    byName.forEach((name, values) -> sorted.put(name, new TreeSet<>(values)));
    return sorted.toString();
  }
}
