package io.windlass.transfer.collection;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;

/** What paths of all collections have in common. */
final class Paths {
  /** Characters of a path that is looked at. */
  static final int LONGEST = 16_384;

  private Paths() {}

  static void requireAbsolute(String path) {
    if (!path.startsWith("/") || path.length() > LONGEST) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_path",
              "A path in a collection begins with a slash and has at most "
                  + LONGEST
                  + " characters.")
          .toException();
    }
  }

  /** The path of what is below a directory. */
  static String below(String directory, String name) {
    return directory.endsWith("/") ? directory + name : directory + "/" + name;
  }
}
