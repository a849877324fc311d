package io.windlass.server.globus.tasks;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Users;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.globus.Document;
import io.windlass.server.globus.Pages;
import io.windlass.server.globus.Received;
import io.windlass.server.globus.Results;
import io.windlass.server.globus.Times;
import io.windlass.server.globus.endpoints.Encryption;
import io.windlass.server.globus.query.Order;
import io.windlass.server.globus.query.Window;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.transfers.TransferAccess;
import io.windlass.transfer.Transfer;
import io.windlass.transfer.TransferEvent;
import io.windlass.transfer.Transfers;
import io.windlass.transfer.collection.Collections;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tasks: how they stand, and small changes to them. */
@Path("/v0.10")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class TaskResource {
  private static final int USUAL = 10;
  private static final int MOST = 1000;
  private static final int LAST_ERRORS = 5;

  private final CurrentCaller caller;
  private final TransferAccess transfers;
  private final Collections collections;
  private final Users users;
  private final Transfers events;
  private final Encryption encryption;
  private final InstantSource clock;

  TaskResource(
      CurrentCaller caller,
      TransferAccess transfers,
      Collections collections,
      Users users,
      Transfers events,
      Encryption encryption,
      InstantSource clock) {
    this.caller = caller;
    this.transfers = transfers;
    this.collections = collections;
    this.users = users;
    this.events = events;
    this.encryption = encryption;
    this.clock = clock;
  }

  /** The caller's own tasks, newest first where no other order is asked for. */
  @GET
  @Path("task_list")
  public Document list(
      @QueryParam("limit") Optional<String> limit,
      @QueryParam("offset") Optional<String> offset,
      @QueryParam("filter") Optional<String> filter,
      @QueryParam("orderby") Optional<String> orderBy,
      @QueryParam("fields") Optional<String> fields) {
    Window window = Window.parse(limit, offset, USUAL, MOST);
    TaskFilter wanted = TaskFilter.parse(filter.orElse(""));
    Optional<Comparator<Transfer>> order = Order.parse(orderBy, TaskFilter.orders());
    Caller who = caller.get();
    Stream<Transfer> found =
        Pages.all(page -> transfers.list(who, false, wanted.states(), Set.of(), page))
            .filter(wanted.test());
    Window.View<Transfer> view =
        order.map(by -> window.over(found, by)).orElseGet(() -> window.over(found));
    TaskDocuments documents = documents();
    Set<String> only = names(fields);
    return Document.of("task_list")
        .with("DATA", view.items().stream().map(task -> documents.of(task).only(only)).toList())
        .with("length", view.items().size())
        .with("limit", window.limit())
        .with("offset", window.offset())
        .with("total", view.total());
  }

  /** One task. */
  @GET
  @Path("task/{id}")
  public Document get(@PathParam("id") String id, @QueryParam("fields") Optional<String> fields) {
    return documents().whole(task(id)).only(names(fields));
  }

  /** Changes the label or the deadline of a task that has not ended. */
  @PUT
  @Path("task/{id}")
  public Document update(
      @PathParam("id") String id, Received body, @Context RoutingContext routing) {
    body.ofType("task");
    Transfer updated =
        transfers.update(
            caller.get(),
            task(id).id(),
            body.text("label"),
            body.text("deadline").map(text -> Times.read("deadline", text)));
    return Results.of("result", "Updated", "Updated task " + updated.id(), routing);
  }

  /** Stops a task. One that has ended stays as it is, and that is no error. */
  @POST
  @Path("task/{id}/cancel")
  public Document cancel(@PathParam("id") String id, @Context RoutingContext routing) {
    Transfer before = task(id);
    if (before.state().ended()) {
      return Results.of(
          "result",
          "TaskComplete",
          "The task completed before the cancel request was processed.",
          routing);
    }
    transfers.cancel(caller.get(), before.id());
    return Results.of("result", "Canceled", "The task has been cancelled successfully.", routing);
  }

  /** Hides a task that has ended from lists. */
  @POST
  @Path("task/{id}/remove")
  public Document remove(@PathParam("id") String id, @Context RoutingContext routing) {
    transfers.remove(caller.get(), task(id).id());
    return Results.of("result", "Removed", "The task was removed from the history.", routing);
  }

  /** Why a task is paused: no task ever is. */
  @GET
  @Path("task/{id}/pause_info")
  public Document pauseInfo(@PathParam("id") String id) {
    task(id);
    return Document.of("pause_info_limited")
        .with("pause_rules", List.of())
        .with("source_pause_message", null)
        .with("destination_pause_message", null)
        .with("source_pause_message_share", null)
        .with("destination_pause_message_share", null);
  }

  private TaskDocuments documents() {
    return new TaskDocuments(
        collections, users, encryption::protects, this::lastError, clock.instant());
  }

  /** The last is that of the task's end, which says nothing of the reason. */
  private Optional<TransferEvent> lastError(Transfer task) {
    return events.events(task.id(), Optional.empty(), LAST_ERRORS, true).stream()
        .filter(event -> !event.code().equals("FAILED"))
        .findFirst();
  }

  private Transfer task(String id) {
    return task(transfers, caller.get(), id);
  }

  /** A task of the caller's. */
  static Transfer task(TransferAccess transfers, Caller caller, String id) {
    UUID uuid =
        Received.uuid(id)
            .orElseThrow(() ->
                Problem.of(Kind.NOT_FOUND, "transfer_not_found", "There is no task '" + id + "'.")
                    .toException());
    return transfers.get(caller, uuid);
  }

  private static Set<String> names(Optional<String> fields) {
    return fields.stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }
}
