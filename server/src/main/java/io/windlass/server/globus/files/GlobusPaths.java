package io.windlass.server.globus.files;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.collection.Collection;
import java.util.Optional;

/** Paths as Globus clients write them. */
public final class GlobusPaths {
  private GlobusPaths() {}

  /**
   * The path in the collection: {@code ~} and {@code /~} at the begin are its default directory, as
   * is no path at all; others begin at its root. Nothing else is changed.
   */
  public static String resolve(Collection collection, Optional<String> path) {
    String home = directory(collection.settings().defaultDirectory().orElse("/"));
    if (path.isEmpty() || path.get().isEmpty()) {
      return home;
    }
    String text = path.get();
    for (String tilde : new String[] {"~", "/~"}) {
      if (text.equals(tilde)) {
        return home;
      }
      if (text.startsWith(tilde + "/")) {
        return home + text.substring(tilde.length() + 1);
      }
    }
    return text.startsWith("/") ? text : "/" + text;
  }

  /** As {@link #resolve}, for a path that must be given. */
  public static String required(Collection collection, String field, Optional<String> path) {
    if (path.isEmpty() || path.get().isEmpty()) {
      throw Problem.of(Kind.INVALID, "field_missing", "The field " + field + " is missing.")
          .toException();
    }
    return resolve(collection, path);
  }

  /** The path with a slash at its end, which clients put names behind. */
  static String directory(String path) {
    String absolute = path.startsWith("/") ? path : "/" + path;
    return absolute.endsWith("/") ? absolute : absolute + "/";
  }
}
