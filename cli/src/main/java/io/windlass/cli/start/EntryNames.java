package io.windlass.cli.start;

import io.windlass.cli.output.CliException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How people name entries on the command line: {@code PROJECT/a/b}, or a number. */
public final class EntryNames {
  private static final Pattern NUMBER = Pattern.compile("(?:syn)?(\\d{1,18})");

  private EntryNames() {}

  /** The number, when the text is one; {@code 123/} is a path. */
  static Optional<Long> number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
  }

  /** The path without slashes at its ends. */
  public static String path(String text) {
    String path = text.replaceAll("^/+|/+$", "");
    if (path.isEmpty()) {
      throw new CliException(
          "invalid_path",
          "A path needs the name of a project.",
          "Write it like PROJECT/folder/file; windlass ls shows the projects.");
    }
    return path;
  }

  /** A path below another one. */
  public static String below(String folder, String name) {
    return path(folder) + "/" + name;
  }

  /** The last name of a path. */
  public static String last(String path) {
    String clean = path(path);
    return clean.substring(clean.lastIndexOf('/') + 1);
  }
}
