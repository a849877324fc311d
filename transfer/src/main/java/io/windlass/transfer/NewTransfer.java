package io.windlass.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A transfer that somebody asks for.
 *
 * @param submissionId the same user's second request with the same id answers the first task
 * @param requester id of the user, whose own credentials are used where a collection wants them
 * @param source collection; absent when the items are {@code https} addresses
 * @param destination collection
 * @param items at least one
 * @param options how
 * @param label for people, at most 128 characters, one line
 * @param deadline when to give up; absent: 24 hours, extended while it advances
 * @param webhook {@code https} address that is told of the end
 * @param dryRun look and report, change nothing
 */
public record NewTransfer(
    UUID submissionId,
    long requester,
    Optional<UUID> source,
    UUID destination,
    List<TransferItem> items,
    TransferOptions options,
    Optional<String> label,
    Optional<Instant> deadline,
    Optional<String> webhook,
    boolean dryRun) {
  /** Copies the list. */
  public NewTransfer {
    items = List.copyOf(items);
  }
}
