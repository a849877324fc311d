package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.transfers.CollectionAccess;
import io.windlass.transfer.NewDeletion;
import io.windlass.transfer.NewTransfer;
import io.windlass.transfer.TransferItem;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What one caller submits, from the words of the native API. */
final class TransferRequests {
  private final Caller caller;
  private final CollectionAccess collections;
  private final Optional<String> idempotencyKey;

  /**
   * Of one request.
   *
   * @param idempotencyKey stands for the submission id where the request has none
   */
  TransferRequests(Caller caller, CollectionAccess collections, Optional<String> idempotencyKey) {
    this.caller = caller;
    this.collections = collections;
    this.idempotencyKey = idempotencyKey;
  }

  NewTransfer transfer(io.windlass.client.model.NewTransfer wanted) {
    return new NewTransfer(
        submission(wanted.submissionId()),
        caller.user().id(),
        wanted.source().map(this::collection),
        collection(required("destination", wanted.destination())),
        items(wanted.items()),
        TransferOptionRecords.options(
            wanted.options().orElse(io.windlass.client.model.TransferOptions.NONE)),
        wanted.label(),
        wanted.deadline(),
        wanted.webhook(),
        wanted.dryRun());
  }

  NewDeletion deletion(io.windlass.client.model.NewDeletion wanted) {
    return new NewDeletion(
        submission(wanted.submissionId()),
        caller.user().id(),
        collection(required("collection", wanted.collection())),
        wanted.paths(),
        wanted.recursive(),
        wanted.ignoreMissing(),
        wanted.globs(),
        wanted.label(),
        wanted.deadline(),
        wanted.dryRun());
  }

  private UUID submission(Optional<String> text) {
    return text.map(one ->
            CollectionAccess.uuid(one)
                .orElseThrow(() ->
                    Problem.of(Kind.INVALID, "invalid_submission_id", "A submission id is a UUID.")
                        .toException()))
        .or(() -> idempotencyKey.map(key -> UUID.nameUUIDFromBytes(key.getBytes(UTF_8))))
        .orElseGet(UUID::randomUUID);
  }

  private UUID collection(String idOrName) {
    return collections.get(caller, idOrName, Optional.empty(), Use.SEE).id();
  }

  private static List<TransferItem> items(List<io.windlass.client.model.TransferItem> items) {
    return items.stream()
        .map(item ->
            new TransferItem(
                required("source", item.source()),
                required("destination", item.destination()),
                item.recursive(),
                item.checksum()
                    .map(checksum ->
                        new TransferItem.Checksum(
                            required("algorithm", checksum.algorithm()),
                            required("hex", checksum.hex()))),
                item.versionId()))
        .toList();
  }
}
