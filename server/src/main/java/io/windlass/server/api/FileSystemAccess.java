package io.windlass.server.api;

import io.windlass.catalog.Entries;
import io.windlass.catalog.ProjectFileSystems;
import io.windlass.catalog.ProjectFileSystems.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.FileSystemFilter;
import io.windlass.filesystem.FileSystems;
import io.windlass.filesystem.LinkDetails;
import io.windlass.filesystem.Links;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * File systems and links as callers name them, if they may use them. What a caller may not see is
 * answered as if it were not there.
 */
@Singleton
final class FileSystemAccess {
  private final FileSystems fileSystems;
  private final Links links;
  private final ProjectFileSystems rights;
  private final Entries entries;

  FileSystemAccess(
      FileSystems fileSystems, Links links, ProjectFileSystems rights, Entries entries) {
    this.fileSystems = fileSystems;
    this.links = links;
    this.rights = rights;
    this.entries = entries;
  }

  /**
   * One file system.
   *
   * @param project needed where the caller may see two of this name
   * @throws WindlassException NOT_FOUND {@code file_system_not_found}; CONFLICT {@code
   *     file_system_ambiguous}; FORBIDDEN {@code access_denied}
   */
  FileSystem get(Caller caller, String idOrName, Optional<String> project, Use use) {
    FileSystem found = named(caller, idOrName, project);
    rights.require(caller, found.projectGuid(), use);
    return found;
  }

  private FileSystem named(Caller caller, String idOrName, Optional<String> project) {
    if (project.isPresent()) {
      return fileSystems
          .find(guid(caller, project.get()), idOrName)
          .orElseThrow(FileSystemAccess::noFileSystem);
    }
    List<FileSystem> found =
        visible(caller, FileSystemFilter.all()).stream()
            .filter(one -> one.id().equals(idOrName) || one.name().equals(idOrName))
            .toList();
    if (found.size() > 1) {
      throw Problem.of(
              Kind.CONFLICT,
              "file_system_ambiguous",
              "More than one project has a file system of that name.")
          .withRemedy("Use its id, or say which project.")
          .toException();
    }
    return found.stream().findFirst().orElseThrow(FileSystemAccess::noFileSystem);
  }

  /** The guid of a project that the caller may read. */
  String guid(Caller caller, String project) {
    return entries.project(caller, project).guid().orElseThrow();
  }

  /** All that the caller may see; an installation has a hundred at most. */
  List<FileSystem> visible(Caller caller, FileSystemFilter filter) {
    Map<String, Boolean> seen = new HashMap<>();
    List<FileSystem> visible = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<FileSystem> page = fileSystems.list(filter, new Page(cursor, Page.first().limit()));
      page.items().stream()
          .filter(one ->
              seen.computeIfAbsent(one.projectGuid(), guid -> rights.allows(caller, guid, Use.SEE)))
          .forEach(visible::add);
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return visible;
  }

  /**
   * One link.
   *
   * @throws WindlassException NOT_FOUND {@code link_not_found}; FORBIDDEN {@code access_denied}
   */
  LinkDetails link(Caller caller, String id, Use use) {
    LinkDetails link = links.find(id).orElseThrow(FileSystemAccess::noLink);
    String guid = fileSystems.required(link.link().fileSystemId()).projectGuid();
    if (!rights.allows(caller, guid, Use.SEE)) {
      throw noLink();
    }
    rights.require(caller, guid, use);
    return link;
  }

  private static WindlassException noFileSystem() {
    return Problem.of(
            Kind.NOT_FOUND,
            "file_system_not_found",
            "There is no such file system that you may see.")
        .withRemedy("windlass file-systems list shows those there are.")
        .toException();
  }

  private static WindlassException noLink() {
    return Problem.of(Kind.NOT_FOUND, "link_not_found", "There is no such link that you may see.")
        .withRemedy("windlass links list shows those there are.")
        .toException();
  }
}
