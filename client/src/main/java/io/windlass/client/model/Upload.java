package io.windlass.client.model;

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
 * @param fileId the stored file, once completed
 * @param entryId the entry that was made of it, once completed
 */
public record Upload(
    String id,
    String state,
    long size,
    long partSize,
    String partsState,
    Optional<Long> fileId,
    Optional<Long> entryId) {}
