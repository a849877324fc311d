package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What is to be brought back.
 *
 * @param path of an object, or of a directory
 * @param recursive all below the directory
 * @param asOf only what was there at this moment
 * @param dryRun change nothing
 */
public record NewUndeletion(
    String path, boolean recursive, Optional<Instant> asOf, boolean dryRun) {}
