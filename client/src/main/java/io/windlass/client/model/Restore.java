package io.windlass.client.model;

import java.util.Optional;

/**
 * Where to restore an entry of the trash.
 *
 * @param parentId absent is where it was
 */
public record Restore(Optional<Long> parentId) {}
