package io.windlass.client.model;

import java.util.Optional;

/**
 * Temporary keys that are wanted.
 *
 * @param permission {@code read_only} or {@code read_write}
 * @param durationSeconds absent is 12 hours or what the store allows
 */
public record CredentialsRequest(String permission, Optional<Long> durationSeconds) {}
