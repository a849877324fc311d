package io.windlass.transfer.plan;

import io.windlass.transfer.NameFilter;
import io.windlass.transfer.collection.Glob;
import java.util.List;

/**
 * Which names below a directory take part. The first rule that fits a name decides; what is below
 * an excluded directory is excluded. For paths in the order of a walk. Not thread-safe.
 */
final class NameRules {
  private record Rule(boolean include, Glob glob, boolean files, boolean directories) {}

  private final List<Rule> rules;
  private String directory = "";
  private boolean directoryIncluded = true;

  NameRules(List<NameFilter> filters) {
    this.rules =
        filters.stream()
            .map(filter ->
                new Rule(
                    filter.include(),
                    Glob.of(filter.glob()),
                    filter.directories().map(only -> !only).orElse(true),
                    filter.directories().orElse(true)))
            .toList();
  }

  /**
   * Whether an entry takes part.
   *
   * @param path below the directory that is walked, without slash at its end
   */
  boolean include(String path, boolean isDirectory) {
    if (rules.isEmpty()) {
      return true;
    }
    int slash = path.lastIndexOf('/');
    return includeParents(slash < 0 ? "" : path.substring(0, slash))
        && decide(path.substring(slash + 1), isDirectory);
  }

  /** Neighbours have the same parent most of the time. */
  private boolean includeParents(String parent) {
    if (!parent.equals(directory)) {
      directory = parent;
      directoryIncluded = true;
      for (int at = 0; at < parent.length() && directoryIncluded; ) {
        int slash = parent.indexOf('/', at);
        int end = slash < 0 ? parent.length() : slash;
        directoryIncluded = decide(parent.substring(at, end), true);
        at = end + 1;
      }
    }
    return directoryIncluded;
  }

  private boolean decide(String name, boolean isDirectory) {
    for (Rule rule : rules) {
      if ((isDirectory ? rule.directories() : rule.files()) && rule.glob().matches(name)) {
        return rule.include();
      }
    }
    return true;
  }
}
