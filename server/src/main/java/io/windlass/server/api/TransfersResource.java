package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.client.model.NewDeletion;
import io.windlass.client.model.NewTransfer;
import io.windlass.client.model.Page;
import io.windlass.client.model.Transfer;
import io.windlass.client.model.TransferChange;
import io.windlass.client.model.TransferEvent;
import io.windlass.client.model.TransferredFile;
import io.windlass.connection.Connections;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import io.windlass.server.http.RunsAgain;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.server.transfers.TransferAccess;
import io.windlass.transfer.Prices;
import io.windlass.transfer.TransferState;
import io.windlass.transfer.Transfers;
import io.windlass.transfer.Transfers.ReportKind;
import io.windlass.transfer.collection.Collections;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Transfers and deletions: the caller's own, for administrators everybody's. */
@Path("/api/v1")
@RunOnVirtualThread
public class TransfersResource {
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final CurrentCaller caller;
  private final TransferAccess access;
  private final CollectionAccess collectionAccess;
  private final Transfers transfers;
  private final Collections collections;
  private final Events events;
  private final CostEstimates estimates;

  TransfersResource(
      CurrentCaller caller,
      TransferAccess access,
      CollectionAccess collectionAccess,
      Transfers transfers,
      Collections collections,
      Events events,
      Connections connections,
      Prices prices) {
    this.caller = caller;
    this.access = access;
    this.collectionAccess = collectionAccess;
    this.transfers = transfers;
    this.collections = collections;
    this.events = events;
    this.estimates = new CostEstimates(transfers, collections, connections, prices);
  }

  /**
   * Submits a transfer. The same submission id twice makes one task; without one, the same
   * Idempotency-Key.
   */
  @POST
  @Path("transfers")
  @RunsAgain
  public Transfer submit(NewTransfer transfer, @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key) {
    TransferRequests requests = new TransferRequests(caller.get(), collectionAccess, key);
    return shown(access.submit(caller.get(), requests.transfer(required(transfer))).transfer());
  }

  /** Submits a deletion; otherwise as a transfer. */
  @POST
  @Path("deletions")
  @RunsAgain
  public Transfer submit(NewDeletion deletion, @HeaderParam(IDEMPOTENCY_KEY) Optional<String> key) {
    TransferRequests requests = new TransferRequests(caller.get(), collectionAccess, key);
    return shown(access.submit(caller.get(), requests.deletion(required(deletion))).transfer());
  }

  /** Transfers and deletions, newest first, without their items. */
  @GET
  @Path("transfers")
  public Page<Transfer> list(
      @QueryParam("state") Optional<String> state,
      @QueryParam("collection") Optional<String> collection,
      @QueryParam("everybody") @DefaultValue("false") boolean everybody,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page.Of<io.windlass.transfer.Transfer> list =
        access.list(
            caller.get(),
            everybody,
            state
                .map(word -> Set.of(CatalogRecords.byWord(TransferState.class, "state", word)))
                .orElse(Set.of()),
            collection
                .map(id ->
                    Set.of(collectionAccess.get(caller.get(), id, Optional.empty(), Use.SEE).id()))
                .orElse(Set.of()),
            Paging.page(cursor, limit));
    TransferRecords records = new TransferRecords(collections);
    return CatalogRecords.page(list.items(), list.nextCursor(), records::transfer);
  }

  /** One transfer or deletion, with the first of its items. */
  @GET
  @Path("transfers/{transfer}")
  public Transfer get(@PathParam("transfer") String id) {
    return shown(find(id));
  }

  /** Changes label or deadline of one that has not ended. */
  @PATCH
  @Path("transfers/{transfer}")
  public Transfer update(@PathParam("transfer") String id, TransferChange change) {
    TransferChange wanted = required(change);
    return shown(access.update(caller.get(), find(id).id(), wanted.label(), wanted.deadline()));
  }

  /** Stops one: what is done stays done. One that has ended stays as it is. */
  @POST
  @Path("transfers/{transfer}/cancel")
  @RunsAgain
  public Transfer cancel(@PathParam("transfer") String id) {
    return shown(access.cancel(caller.get(), find(id).id()));
  }

  /** Hides one that has ended from lists. */
  @DELETE
  @Path("transfers/{transfer}")
  public void remove(@PathParam("transfer") String id) {
    access.remove(caller.get(), find(id).id());
  }

  /** What happened, newest first. */
  @GET
  @Path("transfers/{transfer}/events")
  public Page<TransferEvent> events(
      @PathParam("transfer") String id,
      @QueryParam("errors") @DefaultValue("false") boolean errorsOnly,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page page = Paging.page(cursor, limit);
    List<io.windlass.transfer.TransferEvent> list =
        transfers.events(
            find(id).id(), page.cursor().map(TransfersResource::number), page.limit(), errorsOnly);
    Optional<String> next =
        list.size() < page.limit()
            ? Optional.empty()
            : Optional.of(Long.toString(list.getLast().number()));
    return CatalogRecords.page(list, next, TransferRecords::event);
  }

  private static long number(String cursor) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw Problem.of(Kind.INVALID, "invalid_cursor", "The cursor is not one of this list.")
          .toException();
    }
  }

  /** What became of some of the files: those sent, failed, or skipped for an error. */
  @GET
  @Path("transfers/{transfer}/files")
  public Page<TransferredFile> files(
      @PathParam("transfer") String id,
      @QueryParam("lines") @DefaultValue("failed") String lines,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    ReportKind kind = CatalogRecords.byWord(ReportKind.class, "kind", lines);
    io.windlass.foundation.Page.Of<io.windlass.transfer.TransferredFile> list =
        transfers.files(find(id).id(), kind, Paging.page(cursor, limit));
    return CatalogRecords.page(list.items(), list.nextCursor(), TransferRecords::file);
  }

  /** Every line of the report, as CSV. */
  @GET
  @Path("transfers/{transfer}/report")
  @Produces(TransferReport.CSV)
  public TransferReport report(@PathParam("transfer") String id) {
    UUID transfer = find(id).id();
    return new TransferReport(() -> transfers.report(transfer));
  }

  /**
   * Server-sent events: the transfer each time it changes, until it has ended. The stream ends
   * after ten minutes at the latest; a client that wants more asks again.
   */
  @GET
  @Path("transfers/{transfer}/stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Multi<String> stream(@PathParam("transfer") String id) {
    io.windlass.transfer.Transfer first = find(id);
    return events.following(
        first, transfers.follow(first.id(), Events.LOOK), one -> one.state().ended(), this::shown);
  }

  private Transfer shown(io.windlass.transfer.Transfer transfer) {
    return new TransferRecords(collections, estimates::of).transfer(transfer);
  }

  private io.windlass.transfer.Transfer find(String id) {
    return CollectionAccess.uuid(id)
        .map(uuid -> access.get(caller.get(), uuid))
        .orElseThrow(TransferAccess::notFound);
  }
}
