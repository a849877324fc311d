package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What a revocation did.
 *
 * @param id of the keys
 * @param worksUntil when the store refuses the keys: now, or at their own end where the store
 *     cannot recall them
 * @param remedy how to stop keys sooner that live on
 */
public record RevokedCredentials(String id, Instant worksUntil, Optional<String> remedy) {}
