package io.windlass.filesystem;

import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.link.LinkPaths;
import io.windlass.filesystem.link.LinkPaths.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A link, and what of it a task means.
 *
 * @param asked the path that it comes from; empty when the task means everything
 * @param within for imports the prefix of keys, else the path below the linked directory, without
 *     slashes at its ends
 * @param key for imports the one key that the path may mean besides
 * @param plain for imports: whether metadata of objects do not matter
 */
record RepositoryStep(
    LinkDetails link, String asked, String within, Optional<String> key, boolean plain) {

  /** In the order of paths, then of links: the same at every attempt. */
  static List<RepositoryStep> of(RepositoryTask task, List<LinkDetails> links, boolean plain) {
    List<RepositoryStep> steps = new ArrayList<>();
    if (task.paths().isEmpty()) {
      links.stream()
          .filter(link -> task.linkIds().contains(link.id()))
          .forEach(link -> steps.add(all(task.kind(), link)));
    }
    for (String path : task.paths()) {
      for (LinkDetails link : links) {
        if (task.linkIds().contains(link.id())) {
          add(task.kind(), path, link, steps);
        }
      }
    }
    return plain ? steps.stream().map(RepositoryStep::asPlain).toList() : steps;
  }

  private RepositoryStep asPlain() {
    return new RepositoryStep(link, asked, within, key, true);
  }

  private static RepositoryStep all(Kind kind, LinkDetails link) {
    String within = kind == Kind.IMPORT ? link.link().prefix() : "";
    return new RepositoryStep(link, "", within, Optional.empty(), false);
  }

  private static void add(Kind kind, String path, LinkDetails link, List<RepositoryStep> steps) {
    if (kind == Kind.IMPORT) {
      Repository asked = LinkPaths.repository(path);
      if (LinkPaths.repositoriesOverlap(asked, LinkRules.repository(link.link()))) {
        String prefix = link.link().prefix();
        boolean inside = asked.prefix().length() > prefix.length();
        steps.add(
            new RepositoryStep(
                link,
                path,
                inside ? asked.prefix() : prefix,
                inside && !path.endsWith("/") ? Optional.of(key(asked)) : Optional.empty(),
                false));
      }
      return;
    }
    String asked = RepositoryTaskRules.treePath(path);
    String directory = link.link().directory();
    if (LinkPaths.within(asked, directory)) {
      String below = asked.substring(directory.length());
      String bare = below.startsWith("/") ? below.substring(1) : below;
      steps.add(new RepositoryStep(link, path, bare, Optional.empty(), false));
    } else if (LinkPaths.within(directory, asked)) {
      steps.add(new RepositoryStep(link, path, "", Optional.empty(), false));
    }
  }

  private static String key(Repository asked) {
    return asked.prefix().substring(0, asked.prefix().length() - 1);
  }
}
