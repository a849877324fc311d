package io.windlass.filesystem.watch;

import io.windlass.filesystem.watch.Seen.Extent;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry that was renamed and whose objects are still under the old keys.
 *
 * @param id of the rename
 * @param linkId the link that the entry was in
 * @param from old path below the linked directory
 * @param to where it is now, below the root of the file system; further renames are followed
 * @param generation renewed when {@code to} changes
 * @param extent whether it is a directory with everything below it
 * @param firstSeen when it was renamed first
 * @param attempts how often it was tried
 * @param code why the last attempt failed, as reports say it
 * @param message the same for a person
 */
public record LocalMove(
    long id,
    String linkId,
    String from,
    String to,
    long generation,
    Extent extent,
    Instant firstSeen,
    int attempts,
    Optional<String> code,
    Optional<String> message) {

  /** Where an old path below the link is now, below the root of the file system. */
  public Optional<String> placeOf(String path) {
    if (path.equals(from)) {
      return Optional.of(to);
    }
    return extent == Extent.TREE && path.startsWith(from + "/")
        ? Optional.of(to + path.substring(from.length()))
        : Optional.empty();
  }
}
