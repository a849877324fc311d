package io.windlass.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Optional;

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
    Optional<String> fault = fault(trimmed);
    if (fault.isPresent()) {
      throw Problem.of(Kind.INVALID, "invalid_name", fault.get()).toException();
    }
    return trimmed;
  }

  /** What is wrong with a name that has no white space at its ends; absent when nothing is. */
  static Optional<String> fault(String name) {
    if (name.isEmpty()) {
      return Optional.of("A name must not be empty.");
    }
    if (name.equals(".") || name.equals("..")) {
      return Optional.of("A name must not be '.' or '..'.");
    }
    if (name.indexOf('/') >= 0) {
      return Optional.of("A name must not hold a slash.");
    }
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      return Optional.of("A name must not hold control characters.");
    }
    if (!Texts.isWellFormed(name)) {
      return Optional.of("A name must be well-formed Unicode.");
    }
    if (name.getBytes(UTF_8).length > MAX_BYTES) {
      return Optional.of("A name must not be longer than 255 bytes in UTF-8.");
    }
    return Optional.empty();
  }
}
