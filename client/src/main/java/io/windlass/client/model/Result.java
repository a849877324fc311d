package io.windlass.client.model;

import java.util.Optional;

/**
 * What became of one thing of several that were asked for at once.
 *
 * @param value what was asked for; absent where it failed
 * @param problem why it failed
 */
public record Result<T>(Optional<T> value, Optional<StoredProblem> problem) {}
