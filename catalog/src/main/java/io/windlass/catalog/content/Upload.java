package io.windlass.catalog.content;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An upload as it stands.
 *
 * @param id {@code upl_…}
 * @param state where it is in its life
 * @param form how the bytes travel
 * @param startedBy user id of who started it, and alone may go on with it
 * @param startedAt when it was started
 * @param updatedAt when it last changed
 * @param locationId where it goes
 * @param fileName what the file will be called
 * @param size bytes of the whole
 * @param partSize bytes of every part but the last
 * @param partCount how many parts there are, 1 to 10,000
 * @param parts those that are there and verified, by number
 * @param fileId the stored file, once completed
 * @param entryId the file of the catalog, once completed into a folder
 */
public record Upload(
    String id,
    State state,
    UploadForm form,
    long startedBy,
    Instant startedAt,
    Instant updatedAt,
    long locationId,
    String fileName,
    long size,
    long partSize,
    int partCount,
    List<Arrived> parts,
    Optional<Long> fileId,
    Optional<Long> entryId) {
  /** Copies the list. */
  public Upload {
    parts = List.copyOf(parts);
  }

  /** Where an upload is in its life. */
  public enum State {
    UPLOADING,
    COMPLETED,
    /** Given up by its starter, replaced by a restart, or stale. */
    CANCELLED
  }

  /**
   * A part that is there.
   *
   * @param digest MD5 in hex; of a copied part, its ETag
   */
  public record Arrived(int number, String digest) {}

  /**
   * One character for each part, in order: {@code 1} for one that is there and verified, else
   * {@code 0}. All are there once the upload is completed.
   */
  public String partsState() {
    if (state == State.COMPLETED) {
      return "1".repeat(partCount);
    }
    StringBuilder text = new StringBuilder("0".repeat(partCount));
    parts.forEach(part -> text.setCharAt(part.number() - 1, '1'));
    return text.toString();
  }
}
