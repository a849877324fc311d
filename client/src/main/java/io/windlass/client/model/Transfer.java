package io.windlass.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A transfer or deletion as it stands.
 *
 * @param id for life
 * @param kind {@code transfer} or {@code deletion}
 * @param state {@code queued}, {@code active}, {@code inactive}, {@code succeeded}, {@code failed},
 *     {@code cancelled} or {@code expired}
 * @param submissionId what it was submitted with
 * @param requester id of the user who asked
 * @param source the collection read; absent for deletions and {@code https} addresses
 * @param destination the collection written
 * @param items the first of what is transferred, at most 100, addresses without their queries
 * @param paths the first of what is deleted, at most 100
 * @param itemCount how many items or paths there are
 * @param options how; absent for deletions
 * @param label for people
 * @param dryRun whether nothing is changed
 * @param estimate what doing it would cost; of dry runs that have seen everything, and not in lists
 * @param counts what was found and done
 * @param walked whether everything has been found, so that files and bytes are final
 * @param status the last thing that went wrong, while it matters
 * @param problem why it failed
 * @param createdAt when it was submitted
 * @param startedAt begin of the work
 * @param endedAt moment from which nothing changes any more
 * @param deadline when it will be given up
 */
public record Transfer(
    String id,
    String kind,
    String state,
    String submissionId,
    long requester,
    Optional<Side> source,
    Side destination,
    List<TransferItem> items,
    List<String> paths,
    int itemCount,
    Optional<TransferOptions> options,
    Optional<String> label,
    boolean dryRun,
    Optional<CostEstimate> estimate,
    TransferCounts counts,
    boolean walked,
    Optional<StoredProblem> status,
    Optional<StoredProblem> problem,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Instant deadline) {
  /** Copies the lists; what is missing is empty. */
  public Transfer {
    items = Lists.copy(items);
    paths = Lists.copy(paths);
  }

  /**
   * A collection that a transfer reads or writes.
   *
   * @param id of the collection
   * @param name as it is now; absent when it is gone
   */
  public record Side(String id, Optional<String> name) {}
}
