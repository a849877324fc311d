package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A project, folder or file.
 *
 * @param id its number
 * @param type {@code project}, {@code folder} or {@code file}
 * @param parentId the entry it is in; absent for a project
 * @param projectId the project it is in; its own id for a project
 * @param name unique in its parent
 * @param path {@code PROJECT/a/b}
 * @param etag renewed on each change
 * @param description for people to read
 * @param guid of a project
 * @param alias of a project
 * @param region of a project
 * @param createdBy the id of its maker
 * @param createdAt when it was made
 * @param modifiedBy the id of who last changed it
 * @param modifiedAt when it last changed
 * @param version of a file: the one asked for, or the newest
 */
public record Entry(
    long id,
    String type,
    Optional<Long> parentId,
    long projectId,
    String name,
    Optional<String> path,
    String etag,
    Optional<String> description,
    Optional<String> guid,
    Optional<String> alias,
    Optional<String> region,
    long createdBy,
    Instant createdAt,
    long modifiedBy,
    Instant modifiedAt,
    Optional<FileVersion> version) {}
