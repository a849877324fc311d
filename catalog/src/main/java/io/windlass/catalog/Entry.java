package io.windlass.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * A project, folder or file of the catalog. Immutable.
 *
 * @param id positive, unique over all types, never reused
 * @param type what it is
 * @param parentId the folder or project it lies in; absent for a project
 * @param projectId the project it belongs to; its own id for a project
 * @param name unique among the live entries of its parent
 * @param etag renewed on every change; a change names the etag it is based on
 * @param description at most 1,000 characters
 * @param guid {@code proj_…}, projects only: the external id for role trust
 * @param alias short second name by order of creation, projects only: {@code proj_1} is the first
 * @param displayName title of a project for people
 * @param region region that a project prefers
 * @param benefactorId the entry whose access list rules here: this one or an ancestor
 * @param createdBy user id
 * @param createdAt moment of creation
 * @param modifiedBy user id
 * @param modifiedAt moment of the latest change
 * @param version files only: the version that was asked for, else the latest
 */
public record Entry(
    long id,
    EntryType type,
    Optional<Long> parentId,
    long projectId,
    String name,
    String etag,
    Optional<String> description,
    Optional<String> guid,
    Optional<String> alias,
    Optional<String> displayName,
    Optional<String> region,
    long benefactorId,
    long createdBy,
    Instant createdAt,
    long modifiedBy,
    Instant modifiedAt,
    Optional<FileVersion> version) {

  /** Whether the entry has an access list of its own. */
  public boolean ownsAccessList() {
    return benefactorId == id;
  }
}
