package io.windlass.transfer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A deletion that somebody asks for.
 *
 * @param submissionId as in {@link NewTransfer}
 * @param requester as in {@link NewTransfer}
 * @param collection where
 * @param paths at least one; symbolic links are deleted, never followed
 * @param recursive directories with all below them; without it a directory is an error
 * @param ignoreMissing what is not there is no error
 * @param globs the last segments are globs, as in {@link NameFilter}
 * @param label as in {@link NewTransfer}
 * @param deadline as in {@link NewTransfer}
 * @param dryRun look and report, change nothing
 */
public record NewDeletion(
    UUID submissionId,
    long requester,
    UUID collection,
    List<String> paths,
    boolean recursive,
    boolean ignoreMissing,
    boolean globs,
    Optional<String> label,
    Optional<Instant> deadline,
    boolean dryRun) {
  /** Copies the list. */
  public NewDeletion {
    paths = List.copyOf(paths);
  }
}
