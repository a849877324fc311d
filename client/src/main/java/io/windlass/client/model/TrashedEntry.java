package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry in the trash.
 *
 * @param id its number
 * @param type {@code project}, {@code folder} or {@code file}
 * @param name its name
 * @param originalParentId where it was
 * @param deletedBy the id of who deleted it
 * @param deletedAt when
 */
public record TrashedEntry(
    long id,
    String type,
    String name,
    Optional<Long> originalParentId,
    long deletedBy,
    Instant deletedAt) {}
