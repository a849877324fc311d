package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * An upload that is under way or complete.
 *
 * @param id its name
 * @param state {@code uploading} or {@code completed}
 * @param size of the whole, in bytes
 * @param partSize the size of every part but the last, in bytes
 * @param partCount how many parts there are: at least 1, also for an empty file
 * @param parts those that have arrived, by number
 * @param entryId the file, when completed
 */
public record Upload(
    String id,
    String state,
    long size,
    long partSize,
    int partCount,
    List<PartDigest> parts,
    Optional<Long> entryId) {
  /** Copies the parts. */
  public Upload {
    parts = parts == null ? List.of() : List.copyOf(parts);
  }
}
