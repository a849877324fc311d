package io.windlass.client.model;

import java.util.Optional;

/**
 * What is known of a file or directory of a file system.
 *
 * @param path as it was asked for
 * @param size bytes
 * @param flags the flags below as a number: 1, 2, 4, 8 and 16
 * @param exists an object is known for it
 * @param dirty the content here is newer than the object
 * @param released the content is in the bucket alone
 * @param archived the object holds the current content
 * @param pinned its content is never released
 * @param linkId the link it belongs to
 * @param key the whole key of its object
 * @param etag of its object
 * @param lastFailure why its content could not be fetched the last time
 */
public record FileState(
    String path,
    long size,
    int flags,
    boolean exists,
    boolean dirty,
    boolean released,
    boolean archived,
    boolean pinned,
    Optional<String> linkId,
    Optional<String> key,
    Optional<String> etag,
    Optional<String> lastFailure) {}
