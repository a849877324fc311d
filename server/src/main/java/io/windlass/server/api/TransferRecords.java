package io.windlass.server.api;

import io.windlass.client.model.CostEstimate;
import io.windlass.client.model.StoredProblem;
import io.windlass.client.model.Transfer.Side;
import io.windlass.transfer.NewDeletion;
import io.windlass.transfer.NewTransfer;
import io.windlass.transfer.Transfer;
import io.windlass.transfer.Transfer.Request;
import io.windlass.transfer.TransferCounts;
import io.windlass.transfer.TransferEvent;
import io.windlass.transfer.TransferItem;
import io.windlass.transfer.TransferredFile;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Transfers in the words of the native API, with the names of their collections. One request. */
final class TransferRecords {
  /** The most items or paths that an answer holds. */
  private static final int ITEMS = 100;

  private final Collections collections;
  private final Function<Transfer, Optional<CostEstimate>> estimates;
  private final Map<UUID, Side> sides = new HashMap<>();

  TransferRecords(Collections collections) {
    this(collections, _ -> Optional.empty());
  }

  /** With estimates, which lists are without. */
  TransferRecords(Collections collections, Function<Transfer, Optional<CostEstimate>> estimates) {
    this.collections = collections;
    this.estimates = estimates;
  }

  io.windlass.client.model.Transfer transfer(Transfer transfer) {
    return switch (transfer.request()) {
      case Request.Copying(NewTransfer copying) -> copying(transfer, copying);
      case Request.Deleting(NewDeletion deleting) -> deleting(transfer, deleting);
    };
  }

  private io.windlass.client.model.Transfer copying(Transfer transfer, NewTransfer request) {
    return new io.windlass.client.model.Transfer(
        transfer.id().toString(),
        "transfer",
        CatalogRecords.word(transfer.state()),
        request.submissionId().toString(),
        request.requester(),
        request.source().map(this::side),
        side(request.destination()),
        request.items().stream().limit(ITEMS).map(TransferRecords::item).toList(),
        List.of(),
        request.items().size(),
        Optional.of(TransferOptionRecords.options(request.options())),
        request.label(),
        request.dryRun(),
        estimates.apply(transfer),
        counts(transfer.counts()),
        transfer.walked(),
        transfer.status().map(ConnectionRecords::problem),
        transfer.problem().map(ConnectionRecords::problem),
        transfer.createdAt(),
        transfer.startedAt(),
        transfer.endedAt(),
        transfer.deadline());
  }

  private io.windlass.client.model.Transfer deleting(Transfer transfer, NewDeletion request) {
    return new io.windlass.client.model.Transfer(
        transfer.id().toString(),
        "deletion",
        CatalogRecords.word(transfer.state()),
        request.submissionId().toString(),
        request.requester(),
        Optional.empty(),
        side(request.collection()),
        List.of(),
        request.paths().stream().limit(ITEMS).toList(),
        request.paths().size(),
        Optional.empty(),
        request.label(),
        request.dryRun(),
        estimates.apply(transfer),
        counts(transfer.counts()),
        transfer.walked(),
        transfer.status().map(ConnectionRecords::problem),
        transfer.problem().map(ConnectionRecords::problem),
        transfer.createdAt(),
        transfer.startedAt(),
        transfer.endedAt(),
        transfer.deadline());
  }

  private Side side(UUID id) {
    return sides.computeIfAbsent(
        id, _ -> new Side(id.toString(), collections.find(id).map(Collection::name)));
  }

  private static io.windlass.client.model.TransferItem item(TransferItem item) {
    return new io.windlass.client.model.TransferItem(
        item.source(),
        item.destination(),
        item.recursive(),
        item.checksum().map(TransferRecords::checksum),
        item.versionId());
  }

  private static io.windlass.client.model.Checksum checksum(TransferItem.Checksum checksum) {
    return new io.windlass.client.model.Checksum(checksum.algorithm(), checksum.hex());
  }

  private static io.windlass.client.model.TransferCounts counts(TransferCounts counts) {
    return new io.windlass.client.model.TransferCounts(
        counts.files(),
        counts.directories(),
        counts.symlinks(),
        counts.filesTransferred(),
        counts.filesSkipped(),
        counts.filesDeleted(),
        counts.bytes(),
        counts.bytesTransferred(),
        counts.bytesChecksummed(),
        counts.failed(),
        counts.skippedErrors(),
        counts.faults());
  }

  static io.windlass.client.model.TransferEvent event(TransferEvent event) {
    return new io.windlass.client.model.TransferEvent(
        event.number(),
        event.at(),
        event.code(),
        event.error(),
        event.description(),
        event.details());
  }

  static io.windlass.client.model.TransferredFile file(TransferredFile file) {
    Optional<StoredProblem> problem = file.problem().map(ConnectionRecords::problem);
    return new io.windlass.client.model.TransferredFile(
        file.source(),
        file.destination(),
        file.size(),
        file.checksum().map(TransferRecords::checksum),
        file.versionId(),
        CatalogRecords.word(file.outcome()),
        problem);
  }
}
