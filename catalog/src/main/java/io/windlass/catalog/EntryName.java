package io.windlass.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;

/** The rule for names of entries, in one place. */
public final class EntryName {
  /** Longest name, in bytes of UTF-8. */
  public static final int MAX_BYTES = 255;

  private EntryName() {}

  /**
   * The name without white space at its ends.
   *
   * @throws io.windlass.foundation.WindlassException code {@code invalid_name} when nothing is
   *     left, when it is {@code .} or {@code ..}, holds {@code /}, a control character or half a
   *     surrogate pair, or is longer than {@link #MAX_BYTES}
   */
  public static String checked(String name) {
    String trimmed = name.strip();
    if (trimmed.isEmpty()) {
      throw invalid("A name must not be empty.");
    }
    if (trimmed.equals(".") || trimmed.equals("..")) {
      throw invalid("A name must not be '.' or '..'.");
    }
    for (int i = 0; i < trimmed.length(); ) {
      int point = trimmed.codePointAt(i);
      if (point == '/') {
        throw invalid("A name must not hold a slash.");
      }
      if (Character.isISOControl(point)) {
        throw invalid("A name must not hold control characters.");
      }
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw invalid("A name must be well-formed Unicode.");
      }
      i += Character.charCount(point);
    }
    if (trimmed.getBytes(UTF_8).length > MAX_BYTES) {
      throw invalid("A name must not be longer than 255 bytes in UTF-8.");
    }
    return trimmed;
  }

  private static RuntimeException invalid(String message) {
    return Problem.of(Kind.INVALID, "invalid_name", message).toException();
  }
}
