package io.windlass.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A transfer to be made.
 *
 * @param submissionId a UUID; a second request with the same one answers the first task. Absent: a
 *     new one
 * @param source id or name of a collection; absent when the items are {@code https} addresses
 * @param destination id or name of a collection
 * @param items at least one
 * @param options how; absent: every file as it is
 * @param label for people, at most 128 characters, one line
 * @param deadline when to give up; absent: 24 hours, extended while it advances
 * @param webhook {@code https} address that is told of the end; may hold a secret, never comes back
 * @param dryRun look and report, change nothing
 */
public record NewTransfer(
    Optional<String> submissionId,
    Optional<String> source,
    String destination,
    List<TransferItem> items,
    Optional<TransferOptions> options,
    Optional<String> label,
    Optional<Instant> deadline,
    Optional<String> webhook,
    boolean dryRun) {
  /** Copies the items; none is an empty list. */
  public NewTransfer {
    items = Lists.copy(items);
  }
}
