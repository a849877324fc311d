package io.windlass.filesystem;

import io.windlass.filesystem.link.Link.Change;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be different about a link; what is absent stays. With nothing present the link is
 * checked and installed again.
 *
 * @param chunkSize MiB, 1 to 512,000
 * @param imports replaces the import policy; empty switches it off
 * @param exports replaces the export policy; empty switches it off
 */
public record LinkChange(
    Optional<Integer> chunkSize, Optional<Set<Change>> imports, Optional<Set<Change>> exports) {
  /** Copies the sets. */
  public LinkChange {
    imports = imports.map(Set::copyOf);
    exports = exports.map(Set::copyOf);
  }

  /** Nothing: check and install again. */
  public static LinkChange none() {
    return new LinkChange(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
