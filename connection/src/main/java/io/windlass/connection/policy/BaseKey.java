package io.windlass.connection.policy;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Optional;

/** The rules for base keys: what stands in front of every key of a location. Stateless. */
public final class BaseKey {
  /** Would be read as wildcard, variable or escape by one policy language or another. */
  private static final String ODD = "*?$\"\\";

  private static final String ENDS = "/ \t";

  /** S3 keys are at most 1,024 bytes; something must still fit behind the base key. */
  private static final int MOST_BYTES = 900;

  private BaseKey() {}

  /**
   * The base key as it is stored: without slashes, blanks and tabs at its ends; empty for the whole
   * bucket. Fails with {@code invalid_base_key} when it cannot be one.
   */
  public static String clean(String written) {
    int from = 0;
    int to = written.length();
    while (from < to && ENDS.indexOf(written.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && ENDS.indexOf(written.charAt(to - 1)) >= 0) {
      to--;
    }
    String baseKey = written.substring(from, to);
    check(baseKey);
    return baseKey;
  }

  /** Fails with {@code invalid_base_key} unless {@link #clean} would answer this very text. */
  static void check(String baseKey) {
    fault(baseKey)
        .ifPresent(fault -> {
          throw Problem.of(Kind.INVALID, "invalid_base_key", "The base key " + fault + ".")
              .withRemedy(
                  "Use a base key such as results/2026 without wildcards, control characters,"
                      + " empty or dot segments.")
              .toException();
        });
  }

  private static Optional<String> fault(String baseKey) {
    if (baseKey.isEmpty()) {
      return Optional.empty();
    }
    if (ENDS.indexOf(baseKey.charAt(0)) >= 0
        || ENDS.indexOf(baseKey.charAt(baseKey.length() - 1)) >= 0) {
      return Optional.of("begins or ends with a slash or a blank");
    }
    if (baseKey.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MOST_BYTES) {
      return Optional.of("is longer than " + MOST_BYTES + " bytes");
    }
    if (baseKey.chars().anyMatch(c -> ODD.indexOf(c) >= 0)) {
      return Optional.of("holds one of * ? $ \" \\");
    }
    if (baseKey.codePoints().anyMatch(BaseKey::unprintable)) {
      return Optional.of("holds a control character or half of a character");
    }
    for (String segment : baseKey.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return Optional.of("holds an empty segment, . or ..");
      }
    }
    return Optional.empty();
  }

  private static boolean unprintable(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        || codePoint == 0xFFFE
        || codePoint == 0xFFFF;
  }
}
