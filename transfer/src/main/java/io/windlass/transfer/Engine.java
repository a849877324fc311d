package io.windlass.transfer;

import io.windlass.database.task.Tasks;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Signal;
import io.windlass.transfer.batch.Batches;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.move.Machinery;
import java.util.Optional;
import java.util.UUID;

/**
 * What all parts of the engine share on one node.
 *
 * @param planned raised when there may be batches to take
 * @param done raised when a batch has been worked on
 * @param ended raised when a transfer has ended
 */
record Engine(
    TransferSetup setup,
    TransferRows rows,
    Standings standings,
    Batches batches,
    Events events,
    Costs costs,
    Uploads uploads,
    Machinery machinery,
    Requests requests,
    Signal planned,
    Signal done,
    Signal ended) {

  static Engine of(TransferSetup setup) {
    var jdbi = setup.database().jdbi();
    TransferRows rows = new TransferRows(jdbi, setup.secrets());
    return new Engine(
        setup,
        rows,
        new Standings(jdbi),
        new Batches(jdbi),
        new Events(jdbi),
        new Costs(jdbi),
        new Uploads(jdbi),
        new Machinery(setup.settings().size(), setup.settings().web()),
        new Requests(rows),
        new Signal(),
        new Signal(),
        new Signal());
  }

  TransferSettings settings() {
    return setup.settings();
  }

  Tasks tasks() {
    return setup.tasks();
  }

  /** The collection, which may have gone since the transfer was submitted. */
  Collection collection(UUID id) {
    return setup
        .collections()
        .find(id)
        .orElseThrow(() ->
            Problem.of(Kind.NOT_FOUND, "collection_not_found", "There is no collection " + id + ".")
                .toException());
  }

  Storage open(UUID collection, long requester, boolean requesterPays) {
    return setup.storages().open(collection(collection), requester, requesterPays);
  }

  /** Both ends of a transfer; the source is absent for https addresses. */
  Optional<Storage> openSource(NewTransfer transfer) {
    return transfer
        .source()
        .map(id -> open(id, transfer.requester(), transfer.options().requesterPays()));
  }
}
