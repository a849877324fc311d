package io.windlass.transfer;

import io.windlass.foundation.Problem;
import java.util.Optional;

/**
 * What became of one file or directory: a line of the report.
 *
 * @param source path; absent for what was deleted at the destination
 * @param destination path; absent in a deletion
 * @param size bytes
 * @param checksum of the content as the destination holds it, where one is known
 * @param versionId written, where the destination keeps versions
 * @param outcome what was done
 * @param problem why it was not done
 */
public record TransferredFile(
    Optional<String> source,
    Optional<String> destination,
    long size,
    Optional<TransferItem.Checksum> checksum,
    Optional<String> versionId,
    Outcome outcome,
    Optional<Problem> problem) {

  /** What was done with a file. */
  public enum Outcome {
    /** Copied within the store, by its own means. */
    COPIED,
    /** Read through Windlass and written. */
    STREAMED,
    /** Equal under the sync level. */
    SKIPPED,
    /** Deleted. */
    DELETED,
    /** A directory or its marker was made. */
    MADE,
    /** Given up, and the transfer goes on without it. */
    SKIPPED_ERROR,
    /** Given up. */
    FAILED,
    /** A dry run would have sent it. */
    WOULD_SEND,
    /** A dry run would have deleted it. */
    WOULD_DELETE
  }
}
