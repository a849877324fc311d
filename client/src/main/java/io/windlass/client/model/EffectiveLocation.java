package io.windlass.client.model;

import java.util.Optional;

/**
 * The location that holds for an entry.
 *
 * @param entryId the entry that sets it: the one asked for or one above; absent is the default of
 *     the installation
 * @param location what it is
 */
public record EffectiveLocation(Optional<Long> entryId, Location location) {}
