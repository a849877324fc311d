package io.windlass.server.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.windlass.catalog.identity.Caller;
import io.windlass.client.model.Page;
import io.windlass.database.task.Task;
import io.windlass.database.task.TaskFilter;
import io.windlass.database.task.TaskState;
import io.windlass.database.task.Tasks;
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
import java.util.Optional;
import java.util.Set;

/** Long work: the caller's own, for administrators everybody's. */
@Path("/api/v1/tasks")
@RunOnVirtualThread
public class TasksResource {
  private final CurrentCaller caller;
  private final Tasks tasks;
  private final TaskRecords records;
  private final Events events;

  TasksResource(CurrentCaller caller, Tasks tasks, TaskRecords records, Events events) {
    this.caller = caller;
    this.tasks = tasks;
    this.records = records;
    this.events = events;
  }

  /** The tasks, newest first. */
  @GET
  public Page<io.windlass.client.model.Task> list(
      @QueryParam("state") Optional<String> state,
      @QueryParam("kind") Optional<String> kind,
      @QueryParam("subject") Optional<String> subject,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    Caller who = caller.get();
    TaskFilter filter =
        new TaskFilter(
            kind,
            subject,
            who.user().administrator() ? Optional.empty() : Optional.of(who.user().id()),
            state
                .map(word -> Set.of(CatalogRecords.byWord(TaskState.class, "state", word)))
                .orElse(Set.of()));
    io.windlass.foundation.Page.Of<Task> page = tasks.list(filter, Paging.page(cursor, limit));
    return CatalogRecords.page(page.items(), page.nextCursor(), records::task);
  }

  /** One task. */
  @GET
  @Path("{id}")
  public io.windlass.client.model.Task get(@PathParam("id") String id) {
    return records.task(find(id));
  }

  /** Asks a task to stop. */
  @POST
  @Path("{id}/cancel")
  @RunsAgain
  public io.windlass.client.model.Task cancel(@PathParam("id") String id) {
    return records.task(tasks.cancel(find(id).id()));
  }

  /**
   * Server-sent events: the task each time it changes, until it has ended. The stream ends after
   * ten minutes at the latest; a client that wants more asks again.
   */
  @GET
  @Path("{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<String> events(@PathParam("id") String id) {
    Task first = find(id);
    return events.of(first, () -> tasks.find(id), task -> task.state().ended(), records::task);
  }

  private Task find(String id) {
    Caller who = caller.get();
    return tasks
        .find(id)
        .filter(task -> who.user().administrator() || task.createdBy() == who.user().id())
        .orElseThrow(() ->
            Problem.of(Kind.NOT_FOUND, "task_not_found", "There is no task " + id + " of yours.")
                .toException());
  }
}
