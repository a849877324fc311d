package io.windlass.transfer.move;

import io.windlass.transfer.TransferItem.Checksum;
import io.windlass.transfer.TransferredFile.Outcome;
import java.util.Optional;

/**
 * What became of an entry that was dealt with.
 *
 * @param size bytes of the content
 * @param checksum of the content as the destination holds it
 * @param versionId written
 * @param checksummed bytes read only to compare
 */
public record Moved(
    Outcome outcome,
    long size,
    Optional<Checksum> checksum,
    Optional<String> versionId,
    long checksummed) {
  /** Done, with nothing more to tell. */
  public static Moved of(Outcome outcome, long size) {
    return new Moved(outcome, size, Optional.empty(), Optional.empty(), 0);
  }

  /** Found equal. */
  static Moved equal(long size, long checksummed) {
    return new Moved(Outcome.SKIPPED, size, Optional.empty(), Optional.empty(), checksummed);
  }
}
