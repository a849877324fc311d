package io.windlass.transfer;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.collection.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which storage class new objects get: {@code CLASS[:CONDITION],…}, where a condition is a size
 * ({@code >=128K}, {@code <1M}; a K is 1,024) or a glob of the path below the directory that is
 * sent. The first rule that fits decides; where none fits, the bucket does. Immutable.
 */
public final class StorageClassRules {
  private static final Pattern CLASS = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern SIZE = Pattern.compile("(>=|<)(\\d{1,12})([KMGT]?)(?:iB)?");
  private static final String UNITS = "KMGT";
  private static final int UNIT_BITS = 10;
  private static final int LONGEST = 2048;

  private final List<Rule> rules;

  private StorageClassRules(List<Rule> rules) {
    this.rules = rules;
  }

  /** One rule; what is absent fits all. */
  private record Rule(
      String storageClass, OptionalLong atLeast, OptionalLong lessThan, Optional<Glob> glob) {
    boolean fits(String path, long size) {
      return (atLeast.isEmpty() || size >= atLeast.getAsLong())
          && (lessThan.isEmpty() || size < lessThan.getAsLong())
          && glob.filter(one -> !one.matches(path)).isEmpty();
    }
  }

  /**
   * Reads rules.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code invalid_storage_class}
   */
  public static StorageClassRules parse(String text) {
    List<Rule> rules = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      int colon = each.indexOf(':');
      String name = colon < 0 ? each : each.substring(0, colon);
      if (text.length() > LONGEST || !CLASS.matcher(name).matches() || colon == each.length() - 1) {
        throw Problem.of(Kind.INVALID, "invalid_storage_class", "The storage class cannot be read.")
            .withRemedy("Write it like STANDARD_IA, or GLACIER_IR:>=128K,STANDARD_IA:logs/**.")
            .toException();
      }
      rules.add(rule(name, colon < 0 ? "" : each.substring(colon + 1)));
    }
    return new StorageClassRules(List.copyOf(rules));
  }

  private static Rule rule(String name, String condition) {
    Matcher size = SIZE.matcher(condition);
    if (!size.matches()) {
      return new Rule(
          name,
          OptionalLong.empty(),
          OptionalLong.empty(),
          condition.isEmpty() ? Optional.empty() : Optional.of(Glob.of(condition)));
    }
    int unit = size.group(3).isEmpty() ? 0 : UNITS.indexOf(size.group(3)) + 1;
    OptionalLong bytes = OptionalLong.of(Long.parseLong(size.group(2)) << (UNIT_BITS * unit));
    boolean least = size.group(1).equals(">=");
    return new Rule(
        name,
        least ? bytes : OptionalLong.empty(),
        least ? OptionalLong.empty() : bytes,
        Optional.empty());
  }

  /** The class of a new object. */
  public Optional<String> of(String path, long size) {
    return rules.stream().filter(rule -> rule.fits(path, size)).findFirst().map(Rule::storageClass);
  }
}
