package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of a file.
 *
 * @param number counts from 1
 * @param label a name for it
 * @param comment what changed
 * @param file its content
 * @param latest whether it is the newest
 * @param createdBy the id of its maker
 * @param createdAt when it was made
 */
public record FileVersion(
    long number,
    Optional<String> label,
    Optional<String> comment,
    StoredFile file,
    boolean latest,
    long createdBy,
    Instant createdAt) {}
