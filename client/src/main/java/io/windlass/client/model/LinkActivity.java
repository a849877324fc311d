package io.windlass.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a link still has to do, and what did not work.
 *
 * @param waitingImports changes of the bucket that were heard of and not applied yet
 * @param oldestImport when the oldest of them was first heard of
 * @param waitingExports local changes that are not in the bucket yet
 * @param oldestExport when the oldest of them was seen
 * @param failures paths that could not be brought in step, at most a hundred
 * @param conflicts local files that lost their place to an object and were kept aside, at most a
 *     hundred
 */
public record LinkActivity(
    long waitingImports,
    Optional<Instant> oldestImport,
    long waitingExports,
    Optional<Instant> oldestExport,
    List<FailedFile> failures,
    List<FileConflict> conflicts) {
  /** Copies the lists; what is missing is empty. */
  public LinkActivity {
    failures = Lists.copy(failures);
    conflicts = Lists.copy(conflicts);
  }
}
