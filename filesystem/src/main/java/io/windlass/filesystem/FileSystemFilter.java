package io.windlass.filesystem;

import java.util.Set;

/**
 * Which file systems to list.
 *
 * @param projectGuids of these projects; empty for all
 * @param ids only these; empty for all
 */
public record FileSystemFilter(Set<String> projectGuids, Set<String> ids) {
  /** Copies the sets. */
  public FileSystemFilter {
    projectGuids = Set.copyOf(projectGuids);
    ids = Set.copyOf(ids);
  }

  /** Every file system. */
  public static FileSystemFilter all() {
    return new FileSystemFilter(Set.of(), Set.of());
  }

  /** Those of one project. */
  public static FileSystemFilter ofProject(String projectGuid) {
    return new FileSystemFilter(Set.of(projectGuid), Set.of());
  }
}
