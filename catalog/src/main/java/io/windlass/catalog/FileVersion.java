package io.windlass.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of a file. Immutable.
 *
 * @param number 1 for the first; numbers of deleted versions are not given again
 * @param label short name of the version, at most 256 characters
 * @param comment why it was made, at most 1,000 characters
 * @param file what it points at
 * @param latest whether it is the file's present content
 * @param createdBy user id
 * @param createdAt moment of creation
 */
public record FileVersion(
    long number,
    Optional<String> label,
    Optional<String> comment,
    StoredFile file,
    boolean latest,
    long createdBy,
    Instant createdAt) {}
