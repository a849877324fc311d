package io.windlass.filesystem;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What tags may look like. */
final class Tags {
  private static final int MOST = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final Pattern TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private Tags() {}

  static Map<String, String> checked(Map<String, String> tags) {
    tags.forEach((key, value) -> {
      if (key.isEmpty() || !fits(key, LONGEST_KEY) || !fits(value, LONGEST_VALUE)) {
        throw Problem.of(
                Kind.INVALID,
                "invalid_tags",
                "A tag has a key of 1 to 128 and a value of 0 to 256 letters, digits, blanks"
                    + " and _.:/=+-@.")
            .toException();
      }
    });
    if (tags.size() > MOST) {
      throw Problem.of(Kind.INVALID, "too_many_tags", "There may be at most 50 tags.")
          .toException();
    }
    return tags;
  }

  static Map<String, String> with(Map<String, String> before, Map<String, String> added) {
    TreeMap<String, String> after = new TreeMap<>(before);
    after.putAll(added);
    return checked(after);
  }

  static Map<String, String> without(Map<String, String> before, Collection<String> keys) {
    TreeMap<String, String> after = new TreeMap<>(before);
    after.keySet().removeAll(keys);
    return after;
  }

  private static boolean fits(String text, int most) {
    return text.codePointCount(0, text.length()) <= most && TEXT.matcher(text).matches();
  }
}
