package io.windlass.catalog;

import java.util.Optional;

/** Bounds of the texts that people write. Refusals are INVALID {@code text_too_long}. */
final class Texts {
  private static final int DESCRIPTION = 1000;
  private static final int COMMENT = 1000;
  private static final int SHORT = 256;

  private Texts() {}

  static void checkDescription(Optional<String> text) {
    check(text, "description", DESCRIPTION);
  }

  static void checkComment(Optional<String> text) {
    check(text, "version comment", COMMENT);
  }

  static void checkShort(Optional<String> text, String what) {
    check(text, what, SHORT);
  }

  private static void check(Optional<String> text, String what, int most) {
    text.ifPresent(value -> {
      if (value.codePointCount(0, value.length()) > most) {
        throw CatalogProblems.invalid(
            "text_too_long", "The " + what + " is longer than " + most + " characters.");
      }
      if (value.indexOf('\0') >= 0) {
        throw CatalogProblems.invalid(
            "invalid_text", "The " + what + " holds a character that cannot be stored.");
      }
    });
  }
}
