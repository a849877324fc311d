package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.windlass.catalog.ProjectFileSystems;
import io.windlass.catalog.ProjectFileSystems.Use;
import io.windlass.catalog.identity.Scope;
import io.windlass.client.model.FileSystem;
import io.windlass.client.model.NewFileSystem;
import io.windlass.client.model.Page;
import io.windlass.filesystem.FileSystem.Lifecycle;
import io.windlass.filesystem.FileSystemFilter;
import io.windlass.filesystem.FileSystems;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import io.windlass.server.http.Requires;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Directory trees on nodes. Making and deleting one touches the machine of the node and is for
 * administrators.
 */
@Path("/api/v1/file-systems")
@RunOnVirtualThread
public class FileSystemsResource {
  private static final Set<Lifecycle> MOVING = EnumSet.of(Lifecycle.CREATING, Lifecycle.DELETING);

  private final CurrentCaller caller;
  private final FileSystems fileSystems;
  private final FileSystemAccess access;
  private final ProjectFileSystems rights;
  private final Events events;

  FileSystemsResource(
      CurrentCaller caller,
      FileSystems fileSystems,
      FileSystemAccess access,
      ProjectFileSystems rights,
      Events events) {
    this.caller = caller;
    this.fileSystems = fileSystems;
    this.access = access;
    this.rights = rights;
    this.events = events;
  }

  /** Makes a file system: stored at once, prepared by its node. */
  @POST
  @Requires({Scope.VIEW, Scope.MODIFY, Scope.ADMIN})
  public FileSystem create(NewFileSystem fileSystem) {
    NewFileSystem wanted = required(fileSystem);
    String guid = rights.projectForMaking(caller.get(), wanted.project()).guid().orElseThrow();
    return FileSystemRecords.fileSystem(
        fileSystems.create(
            new io.windlass.filesystem.NewFileSystem(
                required("name", wanted.name()),
                guid,
                caller.get().user().id(),
                FileSystemRecords.source(required("source", wanted.source())),
                FileSystemRecords.path("mountPoint", required("mountPoint", wanted.mountPoint())),
                wanted.node(),
                Optional.empty(),
                wanted.tags(),
                "{}"),
            Optional.empty()));
  }

  /** The file systems that the caller may see, of one project or of all, oldest first. */
  @GET
  public Page<FileSystem> list(
      @QueryParam("project") Optional<String> project,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page page = Paging.page(cursor, limit);
    FileSystemFilter filter =
        project
            .map(one -> FileSystemFilter.ofProject(access.guid(caller.get(), one)))
            .orElseGet(FileSystemFilter::all);
    Set<String> ids =
        access.visible(caller.get(), filter).stream()
            .map(io.windlass.filesystem.FileSystem::id)
            .collect(Collectors.toSet());
    if (ids.isEmpty()) {
      return new Page<>(List.of(), Optional.empty());
    }
    io.windlass.foundation.Page.Of<io.windlass.filesystem.FileSystem> list =
        fileSystems.list(new FileSystemFilter(Set.of(), ids), page);
    return CatalogRecords.page(list.items(), list.nextCursor(), FileSystemRecords::fileSystem);
  }

  /** One file system, by id or name. */
  @GET
  @Path("{fileSystem}")
  public FileSystem get(
      @PathParam("fileSystem") String id, @QueryParam("project") Optional<String> project) {
    return FileSystemRecords.fileSystem(access.get(caller.get(), id, project, Use.SEE));
  }

  /** Server-sent events: the file system each time it changes, until nothing is under way. */
  @GET
  @Path("{fileSystem}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<String> events(@PathParam("fileSystem") String id) {
    io.windlass.filesystem.FileSystem first =
        access.get(caller.get(), id, Optional.empty(), Use.SEE);
    return events.of(
        first,
        () -> fileSystems.find(first.id()),
        one -> !MOVING.contains(one.lifecycle()),
        FileSystemRecords::fileSystem);
  }

  /**
   * Takes a file system out of service, with its links. Objects, directory, device and image stay.
   */
  @DELETE
  @Path("{fileSystem}")
  @Requires({Scope.VIEW, Scope.MODIFY, Scope.ADMIN})
  public FileSystem delete(
      @PathParam("fileSystem") String id, @QueryParam("project") Optional<String> project) {
    io.windlass.filesystem.FileSystem found = access.get(caller.get(), id, project, Use.SEE);
    return FileSystemRecords.fileSystem(fileSystems.delete(found.id(), Optional.empty()));
  }
}
