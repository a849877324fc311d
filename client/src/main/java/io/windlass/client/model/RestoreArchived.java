package io.windlass.client.model;

import java.util.Optional;

/**
 * How archived objects are restored before they are read.
 *
 * @param tier {@code Standard}, {@code Bulk} or {@code Expedited}
 * @param days how long the restored copy stays; 7 where absent
 */
public record RestoreArchived(String tier, Optional<Integer> days) {}
