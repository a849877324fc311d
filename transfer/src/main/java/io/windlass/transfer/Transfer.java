package io.windlass.transfer;

import io.windlass.foundation.Problem;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A transfer or deletion as it stood when it was read. Immutable.
 *
 * @param id for life
 * @param request what was asked for
 * @param state where it stands
 * @param counts what was found and done
 * @param status the last thing that went wrong, while it matters: for 15 minutes, or as long as the
 *     task is inactive
 * @param problem why it failed
 * @param walked whether everything has been found, so that {@code counts.files} and {@code
 *     counts.bytes} are final
 * @param createdAt when it was submitted
 * @param startedAt begin of the work
 * @param endedAt moment from which nothing changes any more
 * @param deadline when it will be given up
 */
public record Transfer(
    UUID id,
    Request request,
    TransferState state,
    TransferCounts counts,
    Optional<Problem> status,
    Optional<Problem> problem,
    boolean walked,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Instant deadline) {

  /** What was asked for. */
  public sealed interface Request {
    /** A transfer. */
    record Copying(NewTransfer transfer) implements Request {}

    /** A deletion. */
    record Deleting(NewDeletion deletion) implements Request {}

    /** Whether it only looks. */
    default boolean dryRun() {
      return switch (this) {
        case Copying(NewTransfer transfer) -> transfer.dryRun();
        case Deleting(NewDeletion deletion) -> deletion.dryRun();
      };
    }

    /** Id of the user who asked. */
    default long requester() {
      return switch (this) {
        case Copying(NewTransfer transfer) -> transfer.requester();
        case Deleting(NewDeletion deletion) -> deletion.requester();
      };
    }
  }
}
