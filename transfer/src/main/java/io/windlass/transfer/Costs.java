package io.windlass.transfer;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table of what dry runs found. Thread-safe. */
final class Costs {
  private final Jdbi jdbi;

  Costs(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Adds to what is known of a transfer. */
  void add(Handle handle, UUID transfer, List<Cost> costs) {
    if (costs.isEmpty()) {
      return;
    }
    PreparedBatch rows =
        handle.prepareBatch(
            """
            INSERT INTO transfer_cost AS known
              (transfer_id, side, kind, storage_class, requester_pays, amount)
            VALUES (:transfer, :side, :kind, :storageClass, :requesterPays, :amount)
            ON CONFLICT (transfer_id, side, kind, storage_class, requester_pays)
              DO UPDATE SET amount = known.amount + excluded.amount
            """);
    for (Cost cost : costs) {
      rows.bind("transfer", transfer)
          .bind("side", cost.side())
          .bind("kind", cost.kind())
          .bind("storageClass", cost.storageClass())
          .bind("requesterPays", cost.requesterPays())
          .bind("amount", cost.amount())
          .add();
    }
    rows.execute();
  }

  /** In the order of sides, kinds and names of storage classes. */
  List<Cost> list(UUID transfer) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT side, kind, storage_class, requester_pays, amount
                FROM transfer_cost WHERE transfer_id = :transfer AND amount > 0
                """)
            .bind("transfer", transfer)
            .mapTo(Cost.class)
            .stream()
            .sorted(
                java.util.Comparator.comparing(Cost::side)
                    .thenComparing(Cost::kind)
                    .thenComparing(Cost::storageClass))
            .toList());
  }
}
