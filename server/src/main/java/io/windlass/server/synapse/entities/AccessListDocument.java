package io.windlass.server.synapse.entities;

import io.windlass.server.synapse.Document;
import java.util.List;
import java.util.Optional;

/** An access list (ACL), in and out. */
record AccessListDocument(
    Optional<String> id,
    Optional<String> etag,
    Optional<String> creationDate,
    List<Grant> resourceAccess)
    implements Document {

  /** What one principal may do. */
  record Grant(long principalId, List<String> accessType) {}
}
