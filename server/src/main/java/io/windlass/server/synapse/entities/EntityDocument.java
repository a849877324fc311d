package io.windlass.server.synapse.entities;

import io.windlass.server.synapse.Document;
import java.util.Optional;

/**
 * A project, folder or file, in and out. Which one is told by {@code concreteType}; the fields from
 * {@code dataFileHandleId} on belong to files, {@code alias} to projects.
 */
record EntityDocument(
    Optional<String> id,
    Optional<String> name,
    Optional<String> description,
    Optional<String> parentId,
    Optional<String> etag,
    Optional<String> createdOn,
    Optional<String> createdBy,
    Optional<String> modifiedOn,
    Optional<String> modifiedBy,
    Optional<String> concreteType,
    Optional<String> alias,
    Optional<String> dataFileHandleId,
    Optional<Long> versionNumber,
    Optional<String> versionLabel,
    Optional<String> versionComment,
    Optional<Boolean> isLatestVersion,
    Optional<String> fileNameOverride)
    implements Document {}
