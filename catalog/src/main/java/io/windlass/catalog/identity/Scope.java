package io.windlass.catalog.identity;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.Arrays;
import java.util.Locale;

/** What a token may be used for. None of them implies another. */
public enum Scope {
  /** Reading what is known about things. */
  VIEW,
  /** Making, changing and deleting. */
  MODIFY,
  /** Reading the content of files, and keys to it. */
  DOWNLOAD,
  /** The powers of an administrator, if the user is one. */
  ADMIN;

  /** The word on every surface: lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The scope that a word names.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_scope}
   */
  public static Scope ofWord(String word) {
    return Arrays.stream(values())
        .filter(scope -> scope.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            Problem.of(Kind.INVALID, "invalid_scope", "There is no scope of that name.")
                .withRemedy("Scopes are view, modify, download and admin.")
                .toException());
  }
}
