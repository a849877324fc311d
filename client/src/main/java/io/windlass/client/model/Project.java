package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * The owner of everything below it.
 *
 * @param id its entry id
 * @param name unique
 * @param guid {@code proj_…}; also the external id of its roles
 * @param alias its ordinal on this installation, for example {@code proj_1}
 * @param region where its data is meant to be
 * @param description for people to read
 * @param etag renewed on each change
 * @param createdBy the id of its maker
 * @param createdAt when it was made
 * @param modifiedAt when it last changed
 */
public record Project(
    long id,
    String name,
    String guid,
    Optional<String> alias,
    Optional<String> region,
    Optional<String> description,
    String etag,
    long createdBy,
    Instant createdAt,
    Instant modifiedAt) {}
