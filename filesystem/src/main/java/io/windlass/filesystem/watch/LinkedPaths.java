package io.windlass.filesystem.watch;

import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.tree.KeyPaths;
import java.util.List;
import java.util.Optional;

/** Which link a path of a file system belongs to. Immutable. */
record LinkedPaths(List<Link> links) {
  /** A path below a linked directory; empty for the directory itself. */
  record Place(Link link, String path) {}

  /** Copies the list. */
  LinkedPaths {
    links = links.stream().filter(link -> !link.exports().isEmpty()).toList();
  }

  /**
   * The link of a path below the root of the file system; absent for paths outside all links that
   * export anything, and for names that are Windlass's own.
   */
  Optional<Place> find(String path) {
    int slash = path.indexOf('/');
    if (KeyPaths.isOwnName(slash < 0 ? path : path.substring(0, slash))) {
      return Optional.empty();
    }
    for (Link link : links) {
      String directory = link.directory();
      if (directory.isEmpty() || directory.equals(path)) {
        return Optional.of(new Place(link, path.substring(directory.length())));
      }
      if (path.startsWith(directory) && path.charAt(directory.length()) == '/') {
        return Optional.of(new Place(link, path.substring(directory.length() + 1)));
      }
    }
    return Optional.empty();
  }
}
