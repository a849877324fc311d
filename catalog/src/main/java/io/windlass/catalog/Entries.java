package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import java.util.List;
import java.util.Optional;

/**
 * Projects, folders and files: creating, reading, finding, changing. Thread-safe; every method is
 * one transaction.
 *
 * <p>Who names an entry by its id and may not read it gets FORBIDDEN; an entry that does not exist
 * or lies in the trash is NOT_FOUND. Where entries are found by name, those that the caller may not
 * read are NOT_FOUND as well, and lists leave them out.
 */
public final class Entries {
  Entries() {}

  /** Creates a project whose owner is the caller; CONFLICT when a live project has the name. */
  public Entry createProject(Caller caller, NewProject project) {
    return Unbuilt.yet();
  }

  /** Creates a folder; needs CREATE on the parent. CONFLICT when the name is taken. */
  public Entry createFolder(Caller caller, NewFolder folder) {
    return Unbuilt.yet();
  }

  /** Creates a file with its first version; needs CREATE on the parent. */
  public Entry createFile(Caller caller, NewFile file) {
    return Unbuilt.yet();
  }

  /** Makes the folders of a path that are missing and answers the last one. */
  public Entry createFolders(Caller caller, CatalogPath path) {
    return Unbuilt.yet();
  }

  /** The entry, a file with its latest version; needs READ. */
  public Entry get(Caller caller, long id) {
    return Unbuilt.yet();
  }

  /** The entry at a path. */
  public Entry at(Caller caller, CatalogPath path) {
    return Unbuilt.yet();
  }

  /** The project by name, guid or alias. */
  public Entry project(Caller caller, String nameGuidOrAlias) {
    return Unbuilt.yet();
  }

  /** The child of a name; {@code parentId} absent means among the projects. */
  public Optional<Entry> childNamed(Caller caller, Optional<Long> parentId, String name) {
    return Unbuilt.yet();
  }

  /** From the project down to the entry itself; needs READ on the entry. */
  public List<Entry> ancestors(Caller caller, long id) {
    return Unbuilt.yet();
  }

  /** Path of the entry by names. */
  public CatalogPath path(Caller caller, long id) {
    return Unbuilt.yet();
  }

  /** Children the caller may read; {@code parentId} absent means the projects. */
  public ChildrenPage children(Caller caller, Optional<Long> parentId, ChildrenQuery query) {
    return Unbuilt.yet();
  }

  /** Whether the entry has live children, whoever may read them; needs READ. */
  public boolean hasChildren(Caller caller, long id) {
    return Unbuilt.yet();
  }

  /**
   * Projects whose name or display name holds the text, upper and lower case alike, by name; an
   * empty text finds all.
   */
  public Slice<Entry> searchProjects(
      Caller caller, String text, Optional<String> cursor, int limit) {
    return Unbuilt.yet();
  }

  /**
   * Changes an entry. Checked in this order: the rules (INVALID, CONFLICT), permissions
   * (FORBIDDEN), the etag (PRECONDITION_FAILED). A move needs UPDATE and CHANGE_PERMISSIONS on the
   * entry and CREATE on the new parent.
   */
  public Entry update(Caller caller, EntryChange change) {
    return Unbuilt.yet();
  }

  /**
   * Moves or renames as {@code mv} does: into the target when that is a project or folder, else to
   * the target's parent under the target's name.
   */
  public Entry move(Caller caller, long id, CatalogPath target) {
    return Unbuilt.yet();
  }

  /** What people noted about the entry; needs READ. */
  public Annotations annotations(Caller caller, long id) {
    return Unbuilt.yet();
  }

  /** Replaces the annotations; the etag must be the entry's and is renewed. Needs UPDATE. */
  public Annotations putAnnotations(Caller caller, Annotations annotations) {
    return Unbuilt.yet();
  }

  /**
   * Makes files of objects that are in the bucket already, with the folders they need, in few
   * statements and one transaction. Running it again skips what is there. What breaks a rule is
   * refused singly; the rest is kept. At most 10,000 files.
   *
   * @param locationId the location the objects lie in
   */
  public RegisteredBatch registerBatch(
      Caller caller, long folderId, long locationId, List<NewRegisteredFile> files) {
    return Unbuilt.yet();
  }
}
