package io.windlass.server.globus.tasks;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.globus.Document;
import io.windlass.server.globus.Times;
import io.windlass.server.globus.query.FilterClause;
import io.windlass.server.globus.query.Window;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.transfers.TransferAccess;
import io.windlass.transfer.Transfer;
import io.windlass.transfer.Transfer.Request.Copying;
import io.windlass.transfer.TransferEvent;
import io.windlass.transfer.TransferItem;
import io.windlass.transfer.TransferredFile;
import io.windlass.transfer.Transfers;
import io.windlass.transfer.Transfers.ReportKind;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What happened in a task, and what became of its files. */
@Path("/v0.10")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class HistoryResource {
  private static final int USUAL_EVENTS = 10;
  private static final int MOST = 1000;

  private final CurrentCaller caller;
  private final TransferAccess access;
  private final Transfers transfers;

  HistoryResource(CurrentCaller caller, TransferAccess access, Transfers transfers) {
    this.caller = caller;
    this.access = access;
    this.transfers = transfers;
  }

  /** Events, newest first. */
  @GET
  @Path("task/{id}/event_list")
  public Document events(
      @PathParam("id") String id,
      @QueryParam("limit") Optional<String> limit,
      @QueryParam("offset") Optional<String> offset,
      @QueryParam("filter") Optional<String> filter) {
    Transfer task = task(id);
    Window window = Window.parse(limit, offset, USUAL_EVENTS, MOST);
    Optional<Boolean> errors = errors(filter.orElse(""));
    Window.View<TransferEvent> view =
        window.over(
            events(task, errors.orElse(false))
                .filter(event -> errors.map(it -> it == event.error()).orElse(true)));
    return Document.of("event_list")
        .with("DATA", view.items().stream().map(HistoryResource::event).toList())
        .with("length", view.items().size())
        .with("limit", window.limit())
        .with("offset", window.offset())
        .with("total", view.total());
  }

  /** Files that were really sent; only of tasks that have ended. */
  @GET
  @Path("task/{id}/successful_transfers")
  public Document sent(@PathParam("id") String id, @QueryParam("marker") Optional<String> marker) {
    Transfer task = task(id);
    if (!task.state().ended()) {
      throw Problem.of(
              Kind.INVALID,
              "transfer_running",
              "The task has not ended: its successful transfers are shown when it has.")
          .toException();
    }
    return files(task, "successful_transfers", ReportKind.SENT, marker, HistoryResource::sent);
  }

  /** Paths that were given up because the task allows it. */
  @GET
  @Path("task/{id}/skipped_errors")
  public Document skipped(
      @PathParam("id") String id, @QueryParam("marker") Optional<String> marker) {
    Transfer task = task(id);
    return files(
        task, "skipped_errors", ReportKind.SKIPPED_ERRORS, marker, file -> skipped(task, file));
  }

  private Document files(
      Transfer task,
      String type,
      ReportKind kind,
      Optional<String> marker,
      Function<TransferredFile, Document> document) {
    Optional<String> cursor = marker.filter(text -> !text.isBlank());
    Page.Of<TransferredFile> page =
        task.request() instanceof Copying
            ? transfers.files(task.id(), kind, new Page(cursor, Page.MOST))
            : new Page.Of<>(List.of(), Optional.empty());
    return Document.of(type)
        .with("marker", cursor)
        .with("next_marker", page.nextCursor())
        .with("DATA", page.items().stream().map(document).toList());
  }

  private Stream<TransferEvent> events(Transfer task, boolean errorsOnly) {
    return Stream.iterate(
            transfers.events(task.id(), Optional.empty(), MOST, errorsOnly),
            page -> !page.isEmpty(),
            page ->
                page.size() < MOST
                    ? List.<TransferEvent>of()
                    : transfers.events(
                        task.id(), Optional.of(page.getLast().number()), MOST, errorsOnly))
        .flatMap(List::stream);
  }

  /** Which of the two kinds a filter wants; clients also send an empty one. */
  private static Optional<Boolean> errors(String filter) {
    Optional<Boolean> wanted = Optional.empty();
    for (FilterClause clause : FilterClause.parse(filter)) {
      Predicate<String> isFlag = text -> text.equals("0") || text.equals("1");
      if (!clause.field().equals("is_error") || !clause.values().stream().allMatch(isFlag)) {
        throw Problem.of(
                Kind.INVALID, "invalid_filter", "Events are filtered by is_error:0 or is_error:1.")
            .toException();
      }
      if (clause.values().size() == 1) {
        wanted = Optional.of(clause.values().getFirst().equals("1"));
      }
    }
    return wanted;
  }

  private static Document event(TransferEvent event) {
    return Document.of("event")
        .with("code", event.code())
        .with("description", event.description())
        .with("details", event.details().orElse(event.description()))
        .with("is_error", event.error())
        .with("time", Times.ofTask(event.at()));
  }

  private static Document sent(TransferredFile file) {
    return Document.of("successful_transfer")
        .with("source_path", file.source())
        .with("destination_path", file.destination())
        .with("size", file.size())
        .with("checksum", file.checksum().map(TransferItem.Checksum::hex))
        .with("checksum_algorithm", file.checksum().map(TransferItem.Checksum::algorithm))
        .with("dynamic", false);
  }

  private static Document skipped(Transfer task, TransferredFile file) {
    return Document.of("skipped_error")
        .with("error_code", file.problem().map(TaskCodes::of).orElse("UNKNOWN"))
        .with("error_details", file.problem().map(TaskCodes::text))
        .with("error_time", task.endedAt().map(Times::ofTask))
        .with("source_path", file.source())
        .with("destination_path", file.destination())
        .with("is_directory", file.source().map(path -> path.endsWith("/")).orElse(false))
        .with("is_symlink", false)
        .with("is_delete_destination_extra", file.source().isEmpty())
        .with("external_checksum", file.checksum().map(TransferItem.Checksum::hex))
        .with("checksum_algorithm", file.checksum().map(TransferItem.Checksum::algorithm));
  }

  private Transfer task(String id) {
    return TaskResource.task(access, caller.get(), id);
  }
}
