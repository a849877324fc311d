package io.windlass.server.synapse.entities;

import io.windlass.server.synapse.Document;
import java.util.Optional;

/**
 * An entity in a list.
 *
 * @param type the full class name, for example {@code org.sagebionetworks.repo.model.Folder}
 * @param benefactorId where the access list is; a number, as clients compare it
 */
record EntityHeader(
    String id,
    String name,
    String type,
    Optional<Long> versionNumber,
    Optional<String> versionLabel,
    Optional<Boolean> isLatestVersion,
    Optional<Long> benefactorId,
    Optional<String> createdOn,
    Optional<String> createdBy,
    Optional<String> modifiedOn,
    Optional<String> modifiedBy)
    implements Document {}
