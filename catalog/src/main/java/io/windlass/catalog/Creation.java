package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Ids;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Creates entries; the calling transaction ends them. */
final class Creation {
  private final Transactions transactions;

  Creation(Transactions transactions) {
    this.transactions = transactions;
  }

  /** A project whose owner is the caller. */
  Entry project(Handle handle, Caller caller, NewProject project) {
    String name = EntryName.checked(project.name());
    Texts.checkShort(project.displayName(), "display name");
    Texts.checkDescription(project.description());
    Texts.checkShort(project.region(), "region");
    caller.require(Scope.MODIFY);
    if (!caller.signedIn()) {
      throw CatalogProblems.refused("sign_in_required", "Only users can create projects.");
    }
    long id = nextId(handle);
    Update insert =
        handle
            .createUpdate(
                """
                INSERT INTO entry (id, type, project_id, benefactor_id, name, guid, ordinal,
                    description, display_name, region, created_by, created_at, modified_by,
                    modified_at)
                VALUES (:id, 'PROJECT', :id, :id, :name, :guid, nextval('project_ordinal'),
                    :description, :displayName, :region, :user, :now, :user, :now)
                """)
            .bind("guid", Ids.create("proj_"))
            .bind("displayName", filled(project.displayName()))
            .bind("region", filled(project.region()));
    execute(insert, caller, id, name, project.description());
    AccessListRows.insert(
        handle, id, transactions.now(), Map.of(caller.user().id(), Role.OWNER.access()));
    return EntryRows.entry(handle, id);
  }

  /** A folder. */
  Entry folder(Handle handle, Caller caller, NewFolder folder) {
    String name = EntryName.checked(folder.name());
    Texts.checkDescription(folder.description());
    Place parent = parent(handle, caller, folder.parentId(), EntryType.FOLDER);
    parent.require(caller, Access.CREATE);
    long id = nextId(handle);
    Update insert =
        handle.createUpdate(
            """
            INSERT INTO entry (id, type, parent_id, project_id, benefactor_id, name, description,
                created_by, created_at, modified_by, modified_at)
            VALUES (:id, 'FOLDER', :parent, :project, :benefactor, :name, :description, :user,
                :now, :user, :now)
            """);
    execute(bindParent(insert, parent), caller, id, name, folder.description());
    return EntryRows.entry(handle, id);
  }

  /** A file with its first version. */
  Entry file(Handle handle, Caller caller, NewFile file) {
    String name = EntryName.checked(file.name());
    Texts.checkDescription(file.description());
    Place parent = parent(handle, caller, file.parentId(), EntryType.FILE);
    StoredFile stored = StoredFiles.hold(handle, file.storedFileId());
    StsRules.onFile(
        parent.effective(), stored.locationId(), StoredFiles.isSts(handle, stored.id()));
    parent.require(caller, Access.CREATE);
    StoredFiles.requireOwn(caller, stored);
    long id = nextId(handle);
    Update insert =
        handle.createUpdate(
            """
            INSERT INTO entry (id, type, parent_id, project_id, benefactor_id, name, description,
                latest_version, last_version, created_by, created_at, modified_by, modified_at)
            VALUES (:id, 'FILE', :parent, :project, :benefactor, :name, :description,
                1, 1, :user, :now, :user, :now)
            """);
    execute(bindParent(insert, parent), caller, id, name, file.description());
    addVersion(handle, caller, id, 1, stored.id(), file.versionLabel(), file.versionComment());
    return EntryRows.entry(handle, id);
  }

  /** A row of a version; the entry's own row is the caller's business. */
  void addVersion(
      Handle handle,
      Caller caller,
      long entryId,
      long number,
      long storedFileId,
      Optional<String> label,
      Optional<String> comment) {
    Texts.checkShort(label, "version label");
    Texts.checkComment(comment);
    handle
        .createUpdate(
            """
            INSERT INTO file_version
                (entry_id, number, label, comment, stored_file_id, created_by, created_at)
            VALUES (:entry, :number, :label, :comment, :file, :user, :now)
            """)
        .bind("entry", entryId)
        .bind("number", number)
        .bind("label", filled(label))
        .bind("comment", filled(comment))
        .bind("file", storedFileId)
        .bind("user", caller.user().id())
        .bind("now", transactions.now())
        .execute();
  }

  /** A parent that can take a child of the type, its project shared. */
  static Place parent(Handle handle, Caller caller, long parentId, EntryType type) {
    Projects.share(handle, parentId);
    Place parent = Places.live(handle, caller, parentId);
    if (!parent.type().isContainer()) {
      throw CatalogProblems.invalid("parent_not_container", "A file cannot hold entries.");
    }
    Moves.checkDepth(parent.depth() + 1);
    StsRules.onType(parent.effective(), type);
    return parent;
  }

  private static Update bindParent(Update insert, Place parent) {
    return insert
        .bind("parent", parent.id())
        .bind("project", parent.projectId())
        .bind("benefactor", parent.benefactorId());
  }

  private void execute(
      Update insert, Caller caller, long id, String name, Optional<String> description) {
    insert
        .bind("id", id)
        .bind("name", name)
        .bind("description", filled(description))
        .bind("user", caller.user().id())
        .bind("now", transactions.now())
        .execute();
  }

  /** An empty text is none. */
  static Optional<String> filled(Optional<String> text) {
    return text.filter(value -> !value.isEmpty());
  }

  private static long nextId(Handle handle) {
    return handle.createQuery("SELECT nextval('entry_id')").mapTo(Long.class).one();
  }
}
