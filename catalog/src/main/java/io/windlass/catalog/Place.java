package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a live entry stands and what one caller may do to it: all that the rules ask, read by one
 * query. Immutable.
 *
 * @param id of the entry
 * @param type of the entry
 * @param parentId absent for a project
 * @param projectId its project
 * @param etag current one
 * @param benefactorId whose list rules
 * @param createdBy user id
 * @param lineage ids from the entry up to its project
 * @param access what the caller may do
 * @param effective the location that rules here
 */
record Place(
    long id,
    EntryType type,
    Optional<Long> parentId,
    long projectId,
    String etag,
    long benefactorId,
    long createdBy,
    List<Long> lineage,
    Set<Access> access,
    EffectiveLocation effective) {

  /** 1 for a project. */
  int depth() {
    return lineage.size();
  }

  /** Whether the entry has a list of its own. */
  boolean ownsList() {
    return benefactorId == id;
  }

  /** Whether the effective setting is the entry's own. */
  boolean ownsSetting() {
    return effective.entryId().equals(Optional.of(id));
  }

  /** Fails unless the caller may do all of this and the token has the scopes for it. */
  void require(Caller caller, Access... required) {
    for (Access one : required) {
      caller.require(Rights.scope(one));
      if (!access.contains(one)) {
        throw CatalogProblems.denied(id, one);
      }
    }
  }
}
