package io.windlass.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A deletion to be made.
 *
 * @param submissionId as in {@link NewTransfer}
 * @param collection id or name
 * @param paths at least one; symbolic links are deleted, never followed
 * @param recursive directories with all below them; without it a directory is an error
 * @param ignoreMissing what is not there is no error
 * @param globs the last segments are globs, as in {@link NameFilter}
 * @param label as in {@link NewTransfer}
 * @param deadline as in {@link NewTransfer}
 * @param dryRun look and report, change nothing
 */
public record NewDeletion(
    Optional<String> submissionId,
    String collection,
    List<String> paths,
    boolean recursive,
    boolean ignoreMissing,
    boolean globs,
    Optional<String> label,
    Optional<Instant> deadline,
    boolean dryRun) {
  /** Copies the paths; none is an empty list. */
  public NewDeletion {
    paths = Lists.copy(paths);
  }
}
