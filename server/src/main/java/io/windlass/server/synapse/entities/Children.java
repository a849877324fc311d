package io.windlass.server.synapse.entities;

import io.windlass.server.synapse.Document;
import java.util.List;
import java.util.Optional;

/** One page of an entity's children. */
record Children(
    List<EntityHeader> page,
    Optional<String> nextPageToken,
    Optional<Long> totalChildCount,
    Optional<Long> sumFileSizesBytes)
    implements Document {

  /** Which children, and in which order. */
  record Request(
      Optional<String> parentId,
      List<String> includeTypes,
      Optional<String> sortBy,
      Optional<String> sortDirection,
      Optional<String> nextPageToken,
      boolean includeTotalChildCount,
      boolean includeSumFileSizes)
      implements Document {}

  /** A child by its name; without a parent, a project by its name. */
  record Lookup(Optional<String> parentId, Optional<String> entityName) implements Document {}

  /** Some entities, however they were found. */
  record Headers(List<EntityHeader> results, long totalNumberOfResults) implements Document {}

  /** The child that was found. */
  record Found(String id) implements Document {}
}
