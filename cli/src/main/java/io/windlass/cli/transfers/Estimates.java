package io.windlass.cli.transfers;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.client.model.CostEstimate;
import io.windlass.client.model.CostEstimate.Line;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** What a dry run says of costs, as people read it. */
final class Estimates {
  private static final BigDecimal CENT = new BigDecimal("0.01");

  private Estimates() {}

  static void print(CostEstimate estimate, Output output) {
    String currency = estimate.currency().orElse("");
    output.list(
        estimate.lines().stream(),
        "No store would be asked for anything.",
        List.of(
            Column.of("SIDE", Line::side),
            Column.of("WHAT", Estimates::what),
            Column.of("STORAGE CLASS", Line::storageClass),
            Column.number("AMOUNT", Estimates::amount),
            Column.number("COST", line -> line.cost().map(cost -> money(cost, currency))),
            Column.of("PAID BY", Estimates::payer)));
    if (estimate.lines().isEmpty()) {
      return;
    }
    estimate
        .once()
        .ifPresent(once ->
            output.say(
                "Estimated cost: "
                    + money(once, currency)
                    + estimate
                        .monthly()
                        .map(monthly -> ", and each month " + money(monthly, currency))
                        .orElse("")
                    + (estimate.unpriced() ? ", and what has no price here." : ".")));
    estimate
        .requesterPays()
        .filter(_ -> estimate.lines().stream().anyMatch(Line::requesterPays))
        .ifPresent(yours ->
            output.say(
                "Of that, "
                    + money(yours, currency)
                    + " is yours where the bucket's requesters pay (Requester Pays)."));
    if (estimate.currency().isEmpty()) {
      output.hint("For money the server has to know prices: windlass serve --prices FILE");
    }
  }

  private static String what(Line line) {
    return switch (line.kind()) {
      case "write_requests" -> "PUT, COPY, POST, LIST requests";
      case "read_requests" -> "GET, HEAD requests";
      case "delete_requests" -> "DELETE requests";
      case "restore_requests" -> "restore requests";
      case "bytes_out" -> "read out of the store";
      case "bytes_copied" -> "copied within the store";
      case "bytes_restored" -> "restored from archives";
      case "bytes_stored" -> "stored, each month";
      default -> line.kind().replace('_', ' ');
    };
  }

  private static String amount(Line line) {
    return line.unit().equals("bytes") ? Text.size(line.amount()) : Long.toString(line.amount());
  }

  private static String payer(Line line) {
    return line.requesterPays() ? "you, where requesters pay" : "the bucket's owner";
  }

  /** Cents, and what is less than one as it is. */
  private static String money(BigDecimal amount, String currency) {
    boolean small = amount.signum() > 0 && amount.compareTo(CENT) < 0;
    BigDecimal shown =
        small ? amount.stripTrailingZeros() : amount.setScale(2, RoundingMode.HALF_UP);
    return shown.toPlainString() + " " + currency;
  }
}
