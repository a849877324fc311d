package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * An upload as it stands.
 *
 * @param id {@code upl_…}
 * @param state {@code uploading}, {@code completed} or {@code cancelled}
 * @param size of the whole, in bytes
 * @param partSize the size of every part but the last, in bytes
 * @param partsState one character for each part, in order: {@code 1} for a part that has arrived,
 *     else {@code 0}; at least one, also for an empty file
 * @param parts those that have arrived, with their digests; none once completed
 * @param fileId the stored file, once completed
 * @param entryId the entry that was made of it, once completed
 */
public record Upload(
    String id,
    String state,
    long size,
    long partSize,
    String partsState,
    List<PartDigest> parts,
    Optional<Long> fileId,
    Optional<Long> entryId) {
  /** Copies the list. */
  public Upload {
    parts = parts == null ? List.of() : List.copyOf(parts);
  }
}
