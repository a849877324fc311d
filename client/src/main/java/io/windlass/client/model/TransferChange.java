package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What to change of a transfer that has not ended; what is absent stays as it is.
 *
 * @param label for people
 * @param deadline when to give up
 */
public record TransferChange(Optional<String> label, Optional<Instant> deadline) {}
