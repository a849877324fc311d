package io.windlass.cli.start;

import io.windlass.cli.output.CliException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path in a collection as people write it: {@code NAME:/path}. What has no colon before its first
 * slash is an entry of the catalog.
 *
 * @param collection its name or id
 * @param path from its root, with the slash; data, never a URL
 */
public record CollectionPath(String collection, String path) {
  private static final Pattern WRITTEN = Pattern.compile("([^/:]+):(/.*)?", Pattern.DOTALL);

  /** The path, when the text is one in a collection. */
  public static Optional<CollectionPath> find(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new CollectionPath(matcher.group(1), Optional.ofNullable(matcher.group(2)).orElse("")))
        : Optional.empty();
  }

  /** The path, which the text must be. */
  public static CollectionPath of(String text) {
    return find(text)
        .orElseThrow(() ->
            new CliException(
                "invalid_path",
                text + " is no path in a collection.",
                "Write it like NAME:/path; windlass collections list shows the names."));
  }

  /** The path, which must be there: {@code NAME:} alone will not do. */
  public CollectionPath named() {
    if (path.isEmpty()) {
      throw new CliException(
          "invalid_path",
          this + " names no path.",
          "Write " + collection + ":/ for all of the collection.");
    }
    return this;
  }

  /** A path below this one. */
  public CollectionPath below(String name) {
    return new CollectionPath(
        collection, path.endsWith("/") || name.isEmpty() ? path + name : path + "/" + name);
  }

  @Override
  public String toString() {
    return collection + ":" + path;
  }
}
