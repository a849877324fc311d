package io.windlass.server.globus.tasks;

import java.util.Optional;
import java.util.stream.Stream;

/** The directory that several paths share. */
final class BasePath {
  private BasePath() {}

  /** It, with a slash at its end; absent without paths. */
  static Optional<String> of(Stream<String> paths) {
    return paths.map(path -> path.substring(0, path.lastIndexOf('/') + 1)).reduce(BasePath::common);
  }

  private static String common(String one, String other) {
    int same = 0;
    int end = Math.min(one.length(), other.length());
    while (same < end && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return one.substring(0, one.lastIndexOf('/', Math.max(0, same - 1)) + 1);
  }
}
