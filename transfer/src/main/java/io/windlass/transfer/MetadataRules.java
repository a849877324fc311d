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
 * What becomes of the metadata of objects on the way: first some is dropped, then some is renamed,
 * then some is set. Names are those of users, without {@code x-amz-meta-}, and those that HTTP
 * knows, like {@code cache-control}.
 *
 * @param set values by name, in place of what the source has
 * @param drop globs of the source's names; a content type is never dropped, as every object has one
 * @param rename new names by those of the source, all at once, so that two can change places; what
 *     the source has under a new name gives way. A content type keeps its name
 */
public record MetadataRules(
    Map<String, String> set, List<String> drop, Map<String, String> rename) {
  /** Everything as it is. */
  public static final MetadataRules NONE = new MetadataRules(Map.of(), List.of(), Map.of());

  /** What stores keep of users' names and values. */
  private static final int MOST_BYTES = 2048;

  private static final int MOST_RULES = 100;
  private static final String CONTENT_TYPE = "content-type";
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
    rename = renames(rename);
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
    if (bytes > MOST_BYTES || drop.size() > MOST_RULES || rename.size() > MOST_RULES) {
      throw invalid(
          "Metadata has 2,048 bytes at most, and 100 rules each say what is dropped and renamed.");
    }
    drop.forEach(Glob::of);
  }

  /** Names in lower case, each one once on either side. */
  private static Map<String, String> renames(Map<String, String> wanted) {
    TreeMap<String, String> renamed = new TreeMap<>();
    wanted.forEach((from, to) -> {
      String old = from.toLowerCase(Locale.ROOT);
      String other = to.toLowerCase(Locale.ROOT);
      if (!NAME.matcher(old).matches() || !NAME.matcher(other).matches()) {
        throw invalid("Metadata is renamed from and to names of HTTP headers, not " + from + ".");
      }
      if (old.equals(CONTENT_TYPE)) {
        throw invalid("A content type keeps its name, as every object has one; set it instead.");
      }
      if (renamed.containsValue(other) || renamed.put(old, other) != null) {
        throw invalid("The metadata " + from + " and another are renamed from or to one name.");
      }
    });
    return Collections.unmodifiableSortedMap(renamed);
  }

  private static WindlassException invalid(String message) {
    return Problem.of(Kind.INVALID, "invalid_metadata", message).toException();
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return set.isEmpty() && drop.isEmpty() && rename.isEmpty();
  }

  /** What becomes of names with their values; {@code content-type} is one of them. */
  public Map<String, String> applied(Map<String, String> before) {
    List<Glob> dropped = drop.stream().map(Glob::of).toList();
    Predicate<String> goes =
        name -> !name.equals(CONTENT_TYPE) && dropped.stream().anyMatch(glob -> glob.matches(name));
    Map<String, String> after = new TreeMap<>(before);
    after.keySet().removeIf(goes);
    Map<String, String> renamed = new TreeMap<>();
    rename.forEach((from, to) -> {
      if (after.containsKey(from)) {
        renamed.put(to, after.get(from));
      }
    });
    rename.keySet().forEach(after::remove);
    after.putAll(renamed);
    after.putAll(set);
    return after;
  }

  /**
   * Users' metadata as these rules left it.
   *
   * @throws WindlassException INVALID {@code metadata_too_large} where no store keeps so much
   */
  public Map<String, String> fitting(Map<String, String> metadata) {
    int bytes = 0;
    for (Map.Entry<String, String> each : metadata.entrySet()) {
      bytes += each.getKey().getBytes(UTF_8).length + each.getValue().getBytes(UTF_8).length;
    }
    if (!isEmpty() && bytes > MOST_BYTES) {
      throw Problem.of(
              Kind.INVALID,
              "metadata_too_large",
              "After the rules for metadata the object would have %,d bytes of it; stores keep %,d."
                  .formatted(bytes, MOST_BYTES))
          .withRemedy("Set less, give shorter names, or drop some.")
          .toException();
    }
    return metadata;
  }

  /** The rules, if there are any. */
  public Optional<MetadataRules> any() {
    return Optional.of(this).filter(rules -> !rules.isEmpty());
  }
}
