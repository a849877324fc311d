package io.windlass.catalog.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * Users under one name; access lists can hold it. Immutable.
 *
 * @param id also the principal id in access lists
 * @param name unique among users and groups
 * @param createdBy the user who looks after its members
 */
public record Group(
    long id, String name, Optional<String> description, long createdBy, Instant createdAt) {}
