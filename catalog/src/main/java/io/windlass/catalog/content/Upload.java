package io.windlass.catalog.content;

import java.time.Instant;
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
 * @param partsState one character per part, in order: {@code 1} for a part that is there and
 *     verified, else {@code 0}
 * @param fileId the stored file, once completed
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
    String partsState,
    Optional<Long> fileId) {

  /** Where an upload is in its life. */
  public enum State {
    UPLOADING,
    COMPLETED,
    /** Given up by its starter, replaced by a restart, or stale. */
    CANCELLED
  }

  /** How many parts there are, 1 to 10,000. */
  public int partCount() {
    return partsState.length();
  }
}
