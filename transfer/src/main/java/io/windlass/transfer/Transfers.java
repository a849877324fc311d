package io.windlass.transfer;

import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Transfers and deletions, over all nodes that share a database. Thread-safe.
 *
 * <p>Who may read and write the collections has been decided before.
 */
public interface Transfers {
  /**
   * Stores a new transfer, which the nodes that reach its collections soon work on.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code no_items}, {@code
   *     invalid_path}, {@code invalid_label}, {@code root_not_writable}, {@code
   *     invalid_submission}; CONFLICT {@code same_transfer_active}, whose message names the task,
   *     and {@code too_many_transfers}; INVALID {@code submission_id_reused} for another request
   */
  Submitted submit(NewTransfer transfer);

  /** Stores a new deletion; otherwise as {@link #submit(NewTransfer)}. */
  Submitted submit(NewDeletion deletion);

  /** The transfer or deletion with this id. */
  Optional<Transfer> find(UUID id);

  /**
   * Follows a transfer or deletion: the first answer comes at once, each later one when a transfer
   * has ended on this node, and after so long at the latest. For one thread, which waits for them;
   * interrupted it answers at once.
   */
  Supplier<Optional<Transfer>> follow(UUID id, Duration longest);

  /** Newest first; of the items or paths of each there is the first alone. */
  Page.Of<Transfer> list(TransferFilter filter, Page page);

  /**
   * Changes label or deadline of one that has not ended.
   *
   * @throws io.windlass.foundation.WindlassException NOT_FOUND {@code transfer_not_found}; CONFLICT
   *     {@code transfer_ended}; INVALID {@code invalid_label}, {@code invalid_deadline}
   */
  Transfer update(UUID id, Optional<String> label, Optional<Instant> deadline);

  /**
   * Stops the work: what is done stays done, open uploads are removed. One that has ended stays as
   * it is.
   */
  Transfer cancel(UUID id);

  /**
   * Ends one that has not ended as failed; otherwise as {@link #cancel}.
   *
   * @param why for people and programs
   */
  Transfer fail(UUID id, Problem why);

  /** Hides one that has ended from lists. */
  void remove(UUID id);

  /**
   * What happened, newest first.
   *
   * @param before number of the last event seen; absent for the newest
   * @param limit the most to answer, up to 1,000
   */
  List<TransferEvent> events(UUID id, Optional<Long> before, int limit, boolean errorsOnly);

  /**
   * What became of the files, in no order that means anything but the same each time.
   *
   * @param kind which of them
   */
  Page.Of<TransferredFile> files(UUID id, ReportKind kind, Page page);

  /** All lines of the report, lazily, with memory for one batch; close the stream. */
  Stream<TransferredFile> report(UUID id);

  /**
   * What a dry run found that its transfer would ask of stores and leave there, by side, kind and
   * storage class; empty of others, and of deletions and transfers of directories alone.
   */
  List<Cost> costs(UUID id);

  /** Which lines of a report. */
  enum ReportKind {
    /** Files really sent. */
    SENT,
    /** Paths given up because the transfer allows it. */
    SKIPPED_ERRORS,
    /** Paths given up. */
    FAILED
  }
}
