package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An object that was brought back, or would be.
 *
 * @param name the path below the directory; of a single object its name
 * @param size bytes
 * @param deletedAt when it was deleted last
 * @param problem why it is still deleted
 */
public record UndeletedEntry(
    String name, long size, Instant deletedAt, Optional<StoredProblem> problem) {}
