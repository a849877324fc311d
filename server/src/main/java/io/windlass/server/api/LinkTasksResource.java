package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.windlass.catalog.ProjectFileSystems.Use;
import io.windlass.client.model.LinkTask;
import io.windlass.client.model.NewLinkTask;
import io.windlass.client.model.Page;
import io.windlass.filesystem.FileSystem;
import io.windlass.filesystem.NewRepositoryTask;
import io.windlass.filesystem.RepositoryTask;
import io.windlass.filesystem.RepositoryTaskFilter;
import io.windlass.filesystem.RepositoryTasks;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import io.windlass.server.http.RunsAgain;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Imports, exports and releases over the links of a file system. */
@Path("/api/v1/file-systems/{fileSystem}/tasks")
@RunOnVirtualThread
public class LinkTasksResource {
  private static final long MOST_DAYS = 100_000;

  private final CurrentCaller caller;
  private final FileSystemAccess access;
  private final RepositoryTasks tasks;
  private final LinkTaskPaths paths;
  private final Events events;

  LinkTasksResource(
      CurrentCaller caller,
      FileSystemAccess access,
      RepositoryTasks tasks,
      LinkTaskPaths paths,
      Events events) {
    this.caller = caller;
    this.access = access;
    this.tasks = tasks;
    this.paths = paths;
    this.events = events;
  }

  /** Starts a task, which the node of the file system works on. */
  @POST
  public LinkTask create(@PathParam("fileSystem") String id, NewLinkTask task) {
    NewLinkTask wanted = required(task);
    FileSystem fileSystem = access.get(caller.get(), id, Optional.empty(), Use.RUN);
    RepositoryTask.Kind kind =
        CatalogRecords.byWord(RepositoryTask.Kind.class, "kind", required("kind", wanted.kind()));
    return FileSystemRecords.task(
        tasks.create(
            new NewRepositoryTask(
                fileSystem.id(),
                kind,
                kind == RepositoryTask.Kind.IMPORT
                    ? paths.repositories(fileSystem.id(), wanted.paths())
                    : wanted.paths(),
                wanted.reportPath(),
                wanted.olderThanDays().map(LinkTasksResource::age),
                wanted.plain(),
                Map.of(),
                caller.get().user().id()),
            Optional.empty()));
  }

  private static Duration age(long days) {
    if (days < 0 || days > MOST_DAYS) {
      throw Problem.of(Kind.INVALID, "invalid_task", "An age is from 0 to 100,000 days.")
          .toException();
    }
    return Duration.ofDays(days);
  }

  /** The tasks of a file system, in the order they were asked for. */
  @GET
  public Page<LinkTask> list(
      @PathParam("fileSystem") String id,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    FileSystem fileSystem = access.get(caller.get(), id, Optional.empty(), Use.SEE);
    io.windlass.foundation.Page.Of<RepositoryTask> list =
        tasks.list(RepositoryTaskFilter.ofFileSystem(fileSystem.id()), Paging.page(cursor, limit));
    return CatalogRecords.page(list.items(), list.nextCursor(), FileSystemRecords::task);
  }

  /** One task, by either of its ids. */
  @GET
  @Path("{task}")
  public LinkTask get(@PathParam("fileSystem") String id, @PathParam("task") String taskId) {
    return FileSystemRecords.task(find(id, taskId, Use.SEE));
  }

  /** Asks a task to stop; files in flight are finished, nothing is taken back. */
  @POST
  @Path("{task}/cancel")
  @RunsAgain
  public LinkTask cancel(@PathParam("fileSystem") String id, @PathParam("task") String taskId) {
    return FileSystemRecords.task(tasks.cancel(find(id, taskId, Use.RUN).id()));
  }

  /** Server-sent events: the task each time it changes, until it has ended. */
  @GET
  @Path("{task}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<String> events(
      @PathParam("fileSystem") String id, @PathParam("task") String taskId) {
    RepositoryTask first = find(id, taskId, Use.SEE);
    return events.of(
        first, () -> tasks.find(first.id()), task -> task.state().ended(), FileSystemRecords::task);
  }

  private RepositoryTask find(String id, String taskId, Use use) {
    FileSystem fileSystem = access.get(caller.get(), id, Optional.empty(), use);
    return tasks
        .find(taskId)
        .filter(task -> task.fileSystemId().equals(fileSystem.id()))
        .orElseThrow(() ->
            Problem.of(
                    Kind.NOT_FOUND,
                    "repository_task_not_found",
                    "The file system has no task " + taskId + ".")
                .toException());
  }
}
