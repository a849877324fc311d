package io.windlass.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** Bounds of the texts that people write. Refusals are INVALID {@code text_too_long}. */
final class Texts {
  private static final int DESCRIPTION = 1000;
  private static final int COMMENT = 1000;
  private static final int SHORT = 256;
  private static final int KEY_BYTES = 1024;

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

  /** As S3 bounds keys. */
  static void checkKey(String key) {
    if (key.getBytes(UTF_8).length > KEY_BYTES) {
      throw CatalogProblems.invalid(
          "key_too_long", "The key is longer than " + KEY_BYTES + " bytes in UTF-8.");
    }
    checkStorable(key, "key");
  }

  private static void check(Optional<String> text, String what, int most) {
    text.ifPresent(value -> {
      if (value.codePointCount(0, value.length()) > most) {
        throw CatalogProblems.invalid(
            "text_too_long", "The " + what + " is longer than " + most + " characters.");
      }
      checkStorable(value, what);
    });
  }

  /** INVALID {@code invalid_text} for what the database cannot hold as it is. */
  static void checkStorable(String text, String what) {
    if (text.indexOf('\0') >= 0 || !isWellFormed(text)) {
      throw CatalogProblems.invalid(
          "invalid_text", "The " + what + " holds a character that cannot be stored.");
    }
  }

  /** Whether no surrogate stands alone. */
  static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }
}
