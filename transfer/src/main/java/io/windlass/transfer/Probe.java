package io.windlass.transfer;

import io.windlass.foundation.WindlassException;
import io.windlass.transfer.Transfer.Request;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.move.Fault;
import io.windlass.transfer.move.Fault.Nature;
import io.windlass.transfer.move.Side;
import java.util.Optional;
import java.util.UUID;

/** Finds out whether the credentials of a transfer work. */
final class Probe {
  private final Engine engine;

  Probe(Engine engine) {
    this.engine = engine;
  }

  /** Why the transfer still has to wait; a store that refuses something else has let us in. */
  Optional<Fault> fault(UUID id) {
    Transfer transfer = engine.rows().find(id).orElseThrow();
    return switch (transfer.request()) {
      case Request.Copying(NewTransfer copying) -> {
        TransferItem item = copying.items().getFirst();
        Optional<Fault> source =
            copying
                .source()
                .flatMap(collection ->
                    fault(collection, copying.requester(), item.source(), Side.SOURCE));
        yield source.isPresent()
            ? source
            : fault(
                copying.destination(), copying.requester(), item.destination(), Side.DESTINATION);
      }
      case Request.Deleting(NewDeletion deletion) ->
          fault(
              deletion.collection(),
              deletion.requester(),
              deletion.paths().getFirst(),
              Side.DESTINATION);
    };
  }

  private Optional<Fault> fault(UUID collection, long requester, String path, Side side) {
    try (Storage storage = engine.open(collection, requester, false)) {
      try {
        storage.stat(path);
        return Optional.empty();
      } catch (WindlassException e) {
        Fault fault = Fault.of(e, side);
        boolean waits =
            fault.nature() == Nature.CREDENTIALS
                || fault.nature() == Nature.PASSING
                || storage.awaitsCredentials(e);
        return waits ? Optional.of(fault) : Optional.empty();
      }
    } catch (WindlassException e) {
      return Optional.of(Fault.of(e, side));
    }
  }
}
