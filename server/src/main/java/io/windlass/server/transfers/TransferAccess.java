package io.windlass.server.transfers;

import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.transfer.NewDeletion;
import io.windlass.transfer.NewTransfer;
import io.windlass.transfer.Submitted;
import io.windlass.transfer.Transfer;
import io.windlass.transfer.TransferFilter;
import io.windlass.transfer.TransferState;
import io.windlass.transfer.Transfers;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Transfers and deletions as callers may submit and see them: their own, for administrators
 * everybody's. Thread-safe.
 */
public final class TransferAccess {
  private final Transfers transfers;
  private final CollectionAccess collections;

  /** Transfers between collections that the callers may use. */
  public TransferAccess(Transfers transfers, CollectionAccess collections) {
    this.transfers = transfers;
    this.collections = collections;
  }

  /**
   * Submits a transfer in the caller's name, who must be allowed to read its source and to write
   * its destination.
   *
   * @throws WindlassException as {@link CollectionAccess#get} and {@link Transfers#submit}
   */
  public Submitted submit(Caller caller, NewTransfer transfer) {
    requireSelf(caller, transfer.requester());
    transfer.source().ifPresent(source -> collections.get(caller, source, Use.READ));
    collections.get(caller, transfer.destination(), Use.WRITE);
    return transfers.submit(transfer);
  }

  /** Submits a deletion in the caller's name, who must be allowed to write the collection. */
  public Submitted submit(Caller caller, NewDeletion deletion) {
    requireSelf(caller, deletion.requester());
    collections.get(caller, deletion.collection(), Use.WRITE);
    return transfers.submit(deletion);
  }

  private static void requireSelf(Caller caller, long requester) {
    if (caller.user().id() != requester) {
      throw new IllegalArgumentException("a transfer of somebody else");
    }
  }

  /**
   * One transfer or deletion.
   *
   * @throws WindlassException NOT_FOUND {@code transfer_not_found}, also for those of others
   */
  public Transfer get(Caller caller, UUID id) {
    return transfers
        .find(id)
        .filter(one -> caller.administrator() || one.request().requester() == caller.user().id())
        .orElseThrow(TransferAccess::notFound);
  }

  /** What is said of a transfer that is not there, or is somebody else's. */
  public static WindlassException notFound() {
    return Problem.of(Kind.NOT_FOUND, "transfer_not_found", "There is no such transfer of yours.")
        .withRemedy("windlass transfers list shows those there are.")
        .toException();
  }

  /**
   * Newest first.
   *
   * @param everybody also those of others; takes an administrator
   * @param states only those in one of these; empty for all
   * @param collections only those that read or write one of these; empty for all
   */
  public Page.Of<Transfer> list(
      Caller caller,
      boolean everybody,
      Set<TransferState> states,
      Set<UUID> collections,
      Page page) {
    if (everybody) {
      caller.requireAdministrator();
    }
    Optional<Long> requester = everybody ? Optional.empty() : Optional.of(caller.user().id());
    return transfers.list(new TransferFilter(requester, states, collections), page);
  }

  /** Changes label or deadline of one that has not ended. */
  public Transfer update(
      Caller caller, UUID id, Optional<String> label, Optional<Instant> deadline) {
    return transfers.update(get(caller, id).id(), label, deadline);
  }

  /** Stops one; what is done stays done. */
  public Transfer cancel(Caller caller, UUID id) {
    return transfers.cancel(get(caller, id).id());
  }

  /** Hides one that has ended from lists. */
  public void remove(Caller caller, UUID id) {
    transfers.remove(get(caller, id).id());
  }
}
