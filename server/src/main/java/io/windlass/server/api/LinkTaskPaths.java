package io.windlass.server.api;

import io.windlass.filesystem.LinkFilter;
import io.windlass.filesystem.Links;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.link.LinkPaths;
import io.windlass.filesystem.link.LinkPaths.Repository;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** What paths of a file system are called in the buckets that they mirror. */
@Singleton
final class LinkTaskPaths {
  private static final String SCHEME = "s3://";

  private final Links links;

  LinkTaskPaths(Links links) {
    this.links = links;
  }

  /**
   * The paths as imports know them: {@code s3://…} stays as it is; a directory or file of a link is
   * its counterpart in the bucket; a directory above links is all of them.
   *
   * @throws io.windlass.foundation.WindlassException {@code invalid_path}, {@code path_not_linked}
   */
  List<String> repositories(String fileSystemId, List<String> paths) {
    if (paths.stream().allMatch(path -> path.startsWith(SCHEME))) {
      return paths;
    }
    List<Link> all =
        links.list(LinkFilter.ofFileSystem(fileSystemId), Page.first()).items().stream()
            .map(details -> details.link())
            .toList();
    return paths.stream()
        .flatMap(
            path -> path.startsWith(SCHEME) ? Stream.of(path) : repositories(all, path).stream())
        .distinct()
        .toList();
  }

  private static List<String> repositories(List<Link> links, String path) {
    String wanted = LinkPaths.directory(path.startsWith("/") ? path : "/" + path);
    List<String> found =
        links.stream()
            .filter(link -> LinkPaths.directoriesOverlap(wanted, link.directory()))
            .map(link -> repository(link, wanted))
            .toList();
    if (found.isEmpty()) {
      throw Problem.of(Kind.INVALID, "path_not_linked", "The path " + path + " lies in no link.")
          .withRemedy("windlass links list shows which directories are linked.")
          .toException();
    }
    return found;
  }

  private static String repository(Link link, String wanted) {
    String whole = new Repository(link.bucket(), link.prefix()).text();
    if (LinkPaths.within(link.directory(), wanted)) {
      return whole;
    }
    String below =
        link.directory().isEmpty() ? wanted : wanted.substring(link.directory().length() + 1);
    return whole + below;
  }
}
