package io.windlass.filesystem;

import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.link.LinkPaths;
import io.windlass.filesystem.link.LinkPaths.Repository;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Which tasks may be asked for, and which links they reach. */
final class RepositoryTaskRules {
  private static final int MOST_PATHS = 100;
  private static final int LONGEST_PATH = 4096;

  private RepositoryTaskRules() {}

  static void checkShape(NewRepositoryTask wanted) {
    Tags.checked(wanted.tags());
    if (wanted.paths().size() > MOST_PATHS) {
      throw invalid("A task has at most 100 paths.");
    }
    if (wanted.paths().stream().anyMatch(path -> path.length() > LONGEST_PATH)) {
      throw invalid("A path has at most 4,096 characters.");
    }
    if (wanted.releaseAge().isPresent() && wanted.kind() != Kind.RELEASE) {
      throw invalid("An age goes with releases only.");
    }
    if (wanted.plain() && wanted.kind() != Kind.IMPORT) {
      throw invalid("Plain files go with imports only.");
    }
    if (wanted.releaseAge().filter(age -> age.isNegative()).isPresent()) {
      throw invalid("The age must not be negative.");
    }
    wanted.reportPath().ifPresent(LinkPaths::repository);
    if (wanted.kind() == Kind.IMPORT) {
      wanted.paths().forEach(LinkPaths::repository);
    } else {
      wanted.paths().forEach(RepositoryTaskRules::treePath);
    }
  }

  static void check(NewRepositoryTask wanted, List<LinkDetails> links, List<RepositoryTask> open) {
    if (links.isEmpty()) {
      throw conflict("no_links", "The file system has no links.");
    }
    wanted.reportPath().ifPresent(path -> checkReport(LinkPaths.repository(path), links));
    boolean exports = links.stream().anyMatch(link -> !link.link().exports().isEmpty());
    if (wanted.kind() == Kind.EXPORT && exports) {
      throw conflict(
          "automatic_export_on", "A link of the file system exports by itself: both cannot be.");
    }
    boolean same =
        open.stream()
            .anyMatch(task ->
                task.kind() == wanted.kind()
                    && new HashSet<>(task.paths()).equals(new HashSet<>(wanted.paths())));
    if (same) {
      throw conflict("task_executing", "A task of the same kind over the same paths is open.");
    }
  }

  /** The links that hold, or lie below, any of the paths; all when there are none. */
  static List<LinkDetails> reached(Kind kind, List<String> paths, List<LinkDetails> links) {
    return links.stream()
        .filter(link -> paths.isEmpty() || paths.stream().anyMatch(path -> meets(kind, path, link)))
        .toList();
  }

  /** The link that a report at this place lies under. */
  static Optional<LinkDetails> holding(Repository report, List<LinkDetails> links) {
    return links.stream()
        .filter(link -> {
          Repository linked = LinkRules.repository(link.link());
          return linked.bucket().equals(report.bucket())
              && report.prefix().startsWith(linked.prefix());
        })
        .findFirst();
  }

  /**
   * A path of an export or release below the root of the file system, without slashes at its ends.
   */
  static String treePath(String path) {
    return path.isEmpty() ? "" : LinkPaths.directory(path.startsWith("/") ? path : "/" + path);
  }

  private static boolean meets(Kind kind, String path, LinkDetails link) {
    return kind == Kind.IMPORT
        ? LinkPaths.repositoriesOverlap(
            LinkPaths.repository(path), LinkRules.repository(link.link()))
        : LinkPaths.directoriesOverlap(treePath(path), link.link().directory());
  }

  private static void checkReport(Repository report, List<LinkDetails> links) {
    if (holding(report, links).isEmpty()) {
      throw conflict("report_outside_links", "The report must lie under the prefix of a link.");
    }
  }

  private static WindlassException invalid(String message) {
    return Problems.invalid("invalid_task", message);
  }

  private static WindlassException conflict(String code, String message) {
    return Problem.of(Problem.Kind.CONFLICT, code, message).toException();
  }
}
