package io.windlass.server.api;

import io.windlass.client.model.CostEstimate;
import io.windlass.client.model.CostEstimate.Line;
import io.windlass.connection.Connections;
import io.windlass.transfer.Cost;
import io.windlass.transfer.Cost.Kind;
import io.windlass.transfer.NewDeletion;
import io.windlass.transfer.NewTransfer;
import io.windlass.transfer.Prices;
import io.windlass.transfer.Transfer;
import io.windlass.transfer.Transfer.Request;
import io.windlass.transfer.Transfers;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.Collections;
import io.windlass.transfer.move.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** What dry runs found, in the words of the native API and at the prices of now. */
final class CostEstimates {
  private static final int DIGITS = 6;

  private final Transfers transfers;
  private final Collections collections;
  private final Connections connections;
  private final Prices prices;

  CostEstimates(
      Transfers transfers, Collections collections, Connections connections, Prices prices) {
    this.transfers = transfers;
    this.collections = collections;
    this.connections = connections;
    this.prices = prices;
  }

  /** Of a dry run that has seen everything. */
  Optional<CostEstimate> of(Transfer transfer) {
    return transfer.walked() && transfer.request().dryRun()
        ? Optional.of(estimate(transfer))
        : Optional.empty();
  }

  /** A cost with what it comes to, exactly. */
  private record Priced(Cost cost, Optional<BigDecimal> money) {
    boolean monthly() {
      return cost.kind() == Kind.BYTES_STORED;
    }

    Line line() {
      return new Line(
          CatalogRecords.word(cost.side()),
          CatalogRecords.word(cost.kind()),
          Optional.of(cost.storageClass()).filter(name -> !name.isEmpty()),
          cost.amount(),
          CatalogRecords.word(cost.kind().unit()),
          cost.requesterPays(),
          money.map(CostEstimates::rounded));
    }
  }

  private CostEstimate estimate(Transfer transfer) {
    List<Priced> priced = new ArrayList<>();
    for (Cost cost : transfers.costs(transfer.id())) {
      Optional<Collection> at = side(transfer.request(), cost.side()).flatMap(collections::find);
      priced.add(new Priced(cost, at.flatMap(it -> prices.of(endpoint(it), cost))));
    }
    return new CostEstimate(
        priced.stream().map(Priced::line).toList(),
        prices.currency(),
        sum(priced, each -> !each.monthly()),
        sum(priced, each -> each.cost().requesterPays()),
        sum(priced, Priced::monthly),
        priced.stream().anyMatch(each -> each.money().isEmpty()));
  }

  private Optional<BigDecimal> sum(List<Priced> all, Predicate<Priced> which) {
    BigDecimal sum =
        all.stream()
            .filter(which)
            .flatMap(each -> each.money().stream())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return prices.currency().map(_ -> rounded(sum));
  }

  private static BigDecimal rounded(BigDecimal money) {
    return money.setScale(DIGITS, RoundingMode.HALF_UP);
  }

  private static Optional<UUID> side(Request request, Side side) {
    return switch (request) {
      case Request.Copying(NewTransfer transfer) ->
          side == Side.SOURCE ? transfer.source() : Optional.of(transfer.destination());
      case Request.Deleting(NewDeletion deletion) -> Optional.of(deletion.collection());
    };
  }

  private Optional<URI> endpoint(Collection collection) {
    return connections
        .find(collection.target())
        .flatMap(connection -> connection.address().endpoint());
  }
}
