package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What a revocation does.
 *
 * @param id of the keys
 * @param worksUntil when the keys stop: absent is at once
 * @param remedy how to stop keys at once that their store cannot recall
 */
public record RevokedCredentials(
    String id, Optional<Instant> worksUntil, Optional<String> remedy) {}
