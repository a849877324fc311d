package io.windlass.server.synapse.entities;

import io.windlass.server.synapse.Document;
import io.windlass.server.synapse.files.FileHandleDocument;
import java.util.List;
import java.util.Optional;

/** What {@code bundle2} answers: only the parts that were asked for. */
record Bundle(
    Optional<EntityDocument> entity,
    Optional<String> entityType,
    Optional<AnnotationsDocument> annotations,
    Optional<EntityPermissions> permissions,
    Optional<EntityPath> path,
    Optional<Boolean> hasChildren,
    Optional<AccessListDocument> accessControlList,
    Optional<AccessListDocument> benefactorAcl,
    Optional<String> fileName,
    Optional<List<FileHandleDocument>> fileHandles,
    Optional<Restriction> restrictionInformation)
    implements Document {

  /** What the caller wants in the bundle. */
  record Request(
      boolean includeEntity,
      boolean includeAnnotations,
      boolean includePermissions,
      boolean includeEntityPath,
      boolean includeHasChildren,
      boolean includeAccessControlList,
      boolean includeBenefactorACL,
      boolean includeFileHandles,
      boolean includeFileName,
      boolean includeRestrictionInformation)
      implements Document {}

  /** Windlass has no access requirements, so nothing is ever restricted. */
  record Restriction(
      long objectId,
      String restrictionLevel,
      boolean hasUnmetAccessRequirement,
      List<String> restrictionDetails) {
    static Restriction none(long entityId) {
      return new Restriction(entityId, "OPEN", false, List.of());
    }
  }
}
