package io.windlass.filesystem;

import java.util.Set;

/**
 * Which links to list.
 *
 * @param ids only these; empty for all
 * @param fileSystemIds only of these file systems; empty for all
 */
public record LinkFilter(Set<String> ids, Set<String> fileSystemIds) {
  /** Copies the sets. */
  public LinkFilter {
    ids = Set.copyOf(ids);
    fileSystemIds = Set.copyOf(fileSystemIds);
  }

  /** Every link. */
  public static LinkFilter all() {
    return new LinkFilter(Set.of(), Set.of());
  }

  /** Those of one file system. */
  public static LinkFilter ofFileSystem(String fileSystemId) {
    return new LinkFilter(Set.of(), Set.of(fileSystemId));
  }
}
