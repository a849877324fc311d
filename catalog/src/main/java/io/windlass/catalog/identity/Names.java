package io.windlass.catalog.identity;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people may be called. */
final class Names {
  private static final Pattern NAME = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9._-]{3,64}");
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@\\p{Cntrl}<>\"]{1,64}@[^\\s@\\p{Cntrl}<>\"]{1,189}");
  private static final Pattern LABEL = Pattern.compile("[^\\p{Cntrl}]{1,256}");

  private Names() {}

  /** Of a user or a group. Never digits alone: those are ids. */
  static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_name",
              "A name has 3 to 64 letters, digits, dots, hyphens and underscores, and at least one"
                  + " letter.")
          .toException();
    }
  }

  static void checkEmail(String email) {
    if (!EMAIL.matcher(email).matches()) {
      throw Problem.of(Kind.INVALID, "invalid_email", "That is not an e-mail address.")
          .toException();
    }
  }

  /** Text for people: a display name, a description, the name of a token. */
  static void checkLabel(String label) {
    if (!LABEL.matcher(label).matches()) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_label",
              "A description has 1 to 256 characters and no control characters.")
          .toException();
    }
  }

  static void checkLabel(Optional<String> label) {
    label.ifPresent(Names::checkLabel);
  }

  static WindlassException taken(String name) {
    return Problem.of(
            Kind.CONFLICT, "name_taken", "There is a user or group named " + name + " already.")
        .toException();
  }
}
