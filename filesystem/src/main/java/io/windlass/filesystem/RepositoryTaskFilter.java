package io.windlass.filesystem;

import io.windlass.filesystem.RepositoryTask.State;
import java.util.Set;

/**
 * Which tasks to list; an empty set allows all.
 *
 * @param linkIds tasks that reach one of these links
 */
public record RepositoryTaskFilter(
    Set<String> ids, Set<String> fileSystemIds, Set<State> states, Set<String> linkIds) {
  /** Copies the sets. */
  public RepositoryTaskFilter {
    ids = Set.copyOf(ids);
    fileSystemIds = Set.copyOf(fileSystemIds);
    states = Set.copyOf(states);
    linkIds = Set.copyOf(linkIds);
  }

  /** Every task. */
  public static RepositoryTaskFilter all() {
    return new RepositoryTaskFilter(Set.of(), Set.of(), Set.of(), Set.of());
  }

  /** Those of one file system. */
  public static RepositoryTaskFilter ofFileSystem(String fileSystemId) {
    return new RepositoryTaskFilter(Set.of(), Set.of(fileSystemId), Set.of(), Set.of());
  }
}
