package io.windlass.client.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What the transfer or deletion of a dry run would ask of stores, and what that costs. Money is
 * told where the server knows prices ({@code windlass serve --prices}), and without what has none.
 *
 * @param lines by side, kind and storage class
 * @param currency of all money, as in ISO 4217; absent: the server knows no prices
 * @param once what the transfer itself costs
 * @param requesterPays how much of that is for requests that consent to pay: of a bucket whose
 *     requesters pay it is yours, else its owner's
 * @param monthly what the new objects cost each month
 * @param unpriced whether something has no price
 */
public record CostEstimate(
    List<Line> lines,
    Optional<String> currency,
    Optional<BigDecimal> once,
    Optional<BigDecimal> requesterPays,
    Optional<BigDecimal> monthly,
    boolean unpriced) {
  /** Copies the list; what is missing is empty. */
  public CostEstimate {
    lines = Lists.copy(lines);
  }

  /**
   * All of one kind.
   *
   * @param side {@code source} or {@code destination}
   * @param kind {@code write_requests} (PUT, COPY, POST, LIST), {@code read_requests} (GET, HEAD),
   *     {@code delete_requests}, {@code restore_requests}, {@code bytes_out} of the store, {@code
   *     bytes_copied} by the store itself, {@code bytes_restored}, {@code bytes_stored} or {@code
   *     files_of_unknown_size}
   * @param storageClass of the objects; absent: no matter, or as the bucket decides
   * @param amount how many
   * @param unit {@code requests}, {@code bytes} or {@code files}
   * @param requesterPays whether consent to pay goes with it
   * @param cost absent: it has no price. Of {@code bytes_stored} that of a month
   */
  public record Line(
      String side,
      String kind,
      Optional<String> storageClass,
      long amount,
      String unit,
      boolean requesterPays,
      Optional<BigDecimal> cost) {}
}
