package io.windlass.client.model;

import java.util.Optional;

/**
 * What became of a registration: the file of one object, or the task that registers a prefix.
 *
 * @param entry of one object
 * @param task of a prefix
 */
public record Registration(Optional<Entry> entry, Optional<Task> task) {}
