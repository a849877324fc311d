package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.collection.Glob;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What becomes of the metadata of objects on the way: first some is dropped, then some is set.
 * Names are those of users, without {@code x-amz-meta-}, and those that HTTP knows, like {@code
 * cache-control}.
 *
 * @param set values by name, in place of what the source has
 * @param drop globs of names; a content type is never dropped, as every object has one
 */
public record MetadataRules(Map<String, String> set, List<String> drop) {
  /** Everything as it is. */
  public static final MetadataRules NONE = new MetadataRules(Map.of(), List.of());

  /** What stores keep of users' names and values. */
  private static final int MOST_BYTES = 2048;

  private static final int MOST_GLOBS = 100;
  private static final Pattern NAME = Pattern.compile("[a-z0-9!#$&'+.^_`|~-]{1,128}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

  /**
   * Names are in lower case from here on.
   *
   * @throws WindlassException INVALID {@code invalid_metadata} for what no store keeps
   */
  public MetadataRules {
    TreeMap<String, String> named = new TreeMap<>();
    set.forEach((name, value) -> named.put(name.toLowerCase(Locale.ROOT), value));
    set = Collections.unmodifiableSortedMap(named); // its order is that of the request's bytes
    drop = drop.stream().map(glob -> glob.toLowerCase(Locale.ROOT)).toList();
    int bytes = 0;
    for (Map.Entry<String, String> each : set.entrySet()) {
      if (!NAME.matcher(each.getKey()).matches() || !VALUE.matcher(each.getValue()).matches()) {
        throw invalid(
            "The metadata "
                + each.getKey()
                + " is none: names are those of HTTP headers, and"
                + " values one line of ASCII.");
      }
      bytes += each.getKey().length() + each.getValue().getBytes(UTF_8).length;
    }
    if (bytes > MOST_BYTES || drop.size() > MOST_GLOBS) {
      throw invalid("Metadata has 2,048 bytes at most, and 100 globs name what is dropped.");
    }
    drop.forEach(Glob::of);
  }

  private static WindlassException invalid(String message) {
    return Problem.of(Kind.INVALID, "invalid_metadata", message).toException();
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return set.isEmpty() && drop.isEmpty();
  }

  /** What becomes of names with their values; {@code content-type} is one of them. */
  public Map<String, String> applied(Map<String, String> before) {
    List<Glob> dropped = drop.stream().map(Glob::of).toList();
    Predicate<String> goes =
        name ->
            !name.equals("content-type") && dropped.stream().anyMatch(glob -> glob.matches(name));
    Map<String, String> after = new TreeMap<>(before);
    after.keySet().removeIf(goes);
    after.putAll(set);
    return after;
  }

  /** The rules, if there are any. */
  public Optional<MetadataRules> any() {
    return Optional.of(this).filter(rules -> !rules.isEmpty());
  }
}
