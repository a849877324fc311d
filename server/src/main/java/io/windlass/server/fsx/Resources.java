package io.windlass.server.fsx;

import io.windlass.catalog.ProjectFileSystems;
import io.windlass.catalog.ProjectFileSystems.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.filesystem.ClientToken;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.FileSystemFilter;
import io.windlass.filesystem.FileSystems;
import io.windlass.filesystem.LinkDetails;
import io.windlass.filesystem.Links;
import io.windlass.filesystem.RepositoryTask;
import io.windlass.filesystem.RepositoryTasks;
import io.windlass.foundation.Page;
import io.windlass.foundation.WindlassException;
import io.windlass.server.aws.AwsCall;
import io.windlass.server.aws.AwsFault;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Finds what a request names, if its caller may use it like this. Thread-safe. */
final class Resources {
  private final FileSystems fileSystems;
  private final Links links;
  private final RepositoryTasks tasks;
  private final ProjectFileSystems rights;

  Resources(
      FileSystems fileSystems, Links links, RepositoryTasks tasks, ProjectFileSystems rights) {
    this.fileSystems = fileSystems;
    this.links = links;
    this.tasks = tasks;
    this.rights = rights;
  }

  /** The file system; {@code FileSystemNotFound} also when the caller may not know of it. */
  FileSystem fileSystem(Caller caller, String id, Use use) {
    FileSystem found = fileSystems.find(id).orElseThrow(() -> noFileSystem(id));
    return permitted(caller, found, use, noFileSystem(id));
  }

  /** The link; {@code DataRepositoryAssociationNotFound} as above. */
  LinkDetails link(Caller caller, String id, Use use) {
    LinkDetails found = links.find(id).orElseThrow(() -> noLink(id));
    permitted(caller, home(found.link().fileSystemId(), noLink(id)), use, noLink(id));
    return found;
  }

  /** The task; {@code DataRepositoryTaskNotFound} as above. */
  RepositoryTask task(Caller caller, String id, Use use) {
    RepositoryTask found = tasks.find(id).orElseThrow(() -> noTask(id));
    permitted(caller, home(found.fileSystemId(), noTask(id)), use, noTask(id));
    return found;
  }

  /**
   * All file systems that the caller may see, by id. An installation has few: the limit is a
   * setting.
   */
  Map<String, FileSystem> visible(Caller caller) {
    Map<String, Boolean> projects = new ConcurrentHashMap<>();
    Map<String, FileSystem> visible = new TreeMap<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<FileSystem> some =
          fileSystems.list(FileSystemFilter.all(), new Page(cursor, Page.MOST));
      some.items().stream()
          .filter(it ->
              projects.computeIfAbsent(
                  it.projectGuid(), guid -> rights.allows(caller, guid, Use.SEE)))
          .forEach(it -> visible.put(it.id(), it));
      cursor = some.nextCursor();
    } while (cursor.isPresent());
    return visible;
  }

  /** The projects of file systems that the caller may use like this. */
  Set<String> projects(Caller caller, Use use) {
    return visible(caller).values().stream()
        .map(FileSystem::projectGuid)
        .distinct()
        .filter(guid -> rights.allows(caller, guid, use))
        .collect(Collectors.toSet());
  }

  /** The request's token, good within the region and the project alone. */
  static Optional<ClientToken> token(AwsCall call, String projectGuid) {
    return call.input()
        .optionalText("ClientRequestToken")
        .map(value -> new ClientToken("fsx/" + call.region() + "/" + projectGuid, value));
  }

  /** The project of a link or task whose file system is known. */
  String project(String fileSystemId) {
    return home(fileSystemId, noFileSystem(fileSystemId)).projectGuid();
  }

  private FileSystem home(String fileSystemId, AwsFault otherwise) {
    return fileSystems.find(fileSystemId).orElseThrow(() -> otherwise);
  }

  private FileSystem permitted(Caller caller, FileSystem found, Use use, AwsFault otherwise) {
    try {
      rights.require(caller, found.projectGuid(), use);
      return found;
    } catch (WindlassException e) {
      throw switch (e.problem().kind()) {
        case NOT_FOUND -> otherwise;
        default -> rights.allows(caller, found.projectGuid(), Use.SEE) ? e : otherwise;
      };
    }
  }

  static AwsFault noFileSystem(String id) {
    return AwsFault.client("FileSystemNotFound", "File system '" + id + "' does not exist.");
  }

  static AwsFault noLink(String id) {
    return AwsFault.client(
        "DataRepositoryAssociationNotFound",
        "Data repository association '" + id + "' does not exist.");
  }

  static AwsFault noTask(String id) {
    return AwsFault.client(
        "DataRepositoryTaskNotFound", "Data repository task '" + id + "' does not exist.");
  }
}
