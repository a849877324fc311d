package io.windlass.transfer;

import io.windlass.transfer.Transfer.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Requests as workers need them: the same for each batch, and without their items, of which there
 * may be a hundred thousand. Thread-safe.
 */
final class Requests {
  private static final int MOST = 256;

  private final TransferRows rows;
  private final Map<UUID, Request> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Request> eldest) {
          return size() > MOST;
        }
      };

  Requests(TransferRows rows) {
    this.rows = rows;
  }

  /** What was asked for, with the first item alone. */
  Optional<Request> find(UUID transfer) {
    synchronized (known) {
      Request request = known.get(transfer);
      if (request != null) {
        return Optional.of(request);
      }
    }
    Optional<Request> read =
        rows.find(transfer).map(whole -> TransferReader.light(whole).request());
    synchronized (known) {
      read.ifPresent(request -> known.put(transfer, request));
    }
    return read;
  }
}
