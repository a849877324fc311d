package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Projects, folders and files: creating, reading, finding, changing. Thread-safe; every method is
 * one transaction.
 *
 * <p>Who names an entry by its id and may not read it gets FORBIDDEN; an entry that does not exist
 * or lies in the trash is NOT_FOUND. Where entries are found by name, those that the caller may not
 * read are NOT_FOUND as well, and lists leave them out.
 */
public final class Entries {
  private static final int ATTEMPTS = 5;

  private final Transactions transactions;
  private final Locations locations;
  private final Creation creation;
  private final Changes changes;

  Entries(Transactions transactions, Locations locations) {
    this.transactions = transactions;
    this.locations = locations;
    this.creation = new Creation(transactions);
    this.changes = new Changes(transactions, creation);
  }

  /** Creates a project whose owner is the caller; CONFLICT when a live project has the name. */
  public Entry createProject(Caller caller, NewProject project) {
    return transactions.write(handle -> creation.project(handle, caller, project));
  }

  /** Creates a folder; needs CREATE on the parent. CONFLICT when the name is taken. */
  public Entry createFolder(Caller caller, NewFolder folder) {
    return transactions.write(handle -> creation.folder(handle, caller, folder));
  }

  /**
   * Creates a file with its first version; needs CREATE on the parent. The stored file must be the
   * caller's (FORBIDDEN) and fit the parent's location (INVALID). CONFLICT when the name is taken.
   */
  public Entry createFile(Caller caller, NewFile file) {
    return transactions.write(handle -> creation.file(handle, caller, file));
  }

  /**
   * Makes objects that Windlass wrote known, and each a file of the folder, by its file name; as
   * {@link StoredFiles#register} and {@link #createFile} do, in a handful of statements. All or
   * nothing but for names.
   *
   * @param location of all objects
   * @return by position; absent where the name is taken, of which nothing is kept
   */
  public List<Optional<Entry>> createFiles(
      Caller caller, long folderId, Location location, List<NewStoredFile> files) {
    return transactions.write(handle ->
        new BatchCreation(handle, caller, transactions.now()).run(folderId, location, files));
  }

  /**
   * Makes the folders of a path that are missing and answers the last one, as {@code mkdir -p}
   * does. NOT_FOUND when there is no such project; CONFLICT when a file is in the way.
   */
  public Entry createFolders(Caller caller, CatalogPath path) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transactions.write(handle -> createFolders(handle, caller, path));
      } catch (WindlassException e) {
        boolean madeMeanwhile = e.problem().code().equals("name_taken");
        if (!madeMeanwhile || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Entry createFolders(Handle handle, Caller caller, CatalogPath path) {
    Entry current = at(handle, caller, new CatalogPath(path.project(), List.of()));
    for (String name : path.names()) {
      long parentId = current.id();
      current =
          Finder.child(handle, caller, Optional.of(parentId), name)
              .orElseGet(() -> creation.folder(handle, caller, NewFolder.named(parentId, name)));
      if (!current.type().isContainer()) {
        throw Problem.of(
                Kind.CONFLICT, "not_a_folder", "'" + name + "' on the path is a file, no folder.")
            .toException();
      }
    }
    return current;
  }

  /** The entry, a file with its latest version; needs READ. */
  public Entry get(Caller caller, long id) {
    return transactions.read(handle -> {
      Places.readable(handle, caller, id);
      return EntryRows.entry(handle, id);
    });
  }

  /** The entry at a path: NOT_FOUND when there is none that the caller may read. */
  public Entry at(Caller caller, CatalogPath path) {
    return transactions.read(handle -> at(handle, caller, path));
  }

  private static Entry at(Handle handle, Caller caller, CatalogPath path) {
    return Finder.at(handle, caller, path)
        .orElseThrow(() -> CatalogProblems.noPath(path.toString()));
  }

  /** The project by guid, alias or name; NOT_FOUND when there is none that the caller may read. */
  public Entry project(Caller caller, String nameGuidOrAlias) {
    return at(caller, new CatalogPath(nameGuidOrAlias, List.of()));
  }

  /**
   * The child of a name, if the caller may read it; {@code parentId} absent means among the
   * projects. Needs READ on the parent.
   */
  public Optional<Entry> childNamed(Caller caller, Optional<Long> parentId, String name) {
    return transactions.read(handle -> {
      parentId.ifPresent(parent -> Places.readable(handle, caller, parent));
      return Finder.child(handle, caller, parentId, name);
    });
  }

  /**
   * As {@link #childNamed}, for a parent on which the caller's rights have just been asked: those
   * on the child alone decide.
   */
  public Optional<Entry> childOf(Caller caller, long parentId, String name) {
    return transactions.read(handle -> Finder.child(handle, caller, Optional.of(parentId), name));
  }

  /** As {@link #childOf}, of many names, by name. */
  public Map<String, Entry> childrenOf(Caller caller, long parentId, Collection<String> names) {
    return transactions.read(handle -> Finder.children(handle, caller, parentId, names));
  }

  /** From the project down to the entry itself; needs READ on the entry. */
  public List<Entry> ancestors(Caller caller, long id) {
    return transactions.read(handle -> Finder.lineage(handle, Places.readable(handle, caller, id)));
  }

  /** Path of the entry by names; needs READ. */
  public CatalogPath path(Caller caller, long id) {
    List<String> names = ancestors(caller, id).stream().map(Entry::name).toList();
    return new CatalogPath(names.getFirst(), names.subList(1, names.size()));
  }

  /**
   * Children the caller may read; {@code parentId} absent means the projects. Needs READ on the
   * parent.
   */
  public ChildrenPage children(Caller caller, Optional<Long> parentId, ChildrenQuery query) {
    caller.require(Scope.VIEW);
    return transactions.read(handle -> {
      parentId.ifPresent(parent -> Places.readable(handle, caller, parent));
      return Children.page(handle, caller, parentId, query);
    });
  }

  /** Whether the entry has live children, whoever may read them; needs READ. */
  public boolean hasChildren(Caller caller, long id) {
    return transactions.read(handle -> {
      Places.readable(handle, caller, id);
      return handle
          .createQuery(
              """
              SELECT EXISTS (SELECT FROM entry WHERE parent_id = :id AND trashed_at IS NULL)
              """)
          .bind("id", id)
          .mapTo(Boolean.class)
          .one();
    });
  }

  /**
   * Projects that the caller may read and whose name or display name holds the text, upper and
   * lower case alike, by name; an empty text finds all.
   */
  public Page.Of<Entry> searchProjects(Caller caller, String text, Page page) {
    return transactions.read(handle -> Finder.searchProjects(handle, caller, text, page));
  }

  /**
   * Changes an entry. Checked in this order: the rules (INVALID), permissions (FORBIDDEN), the etag
   * (PRECONDITION_FAILED), a taken name (CONFLICT). Needs UPDATE; a move needs CHANGE_PERMISSIONS
   * on the entry and CREATE on the new parent too; new content must be the caller's.
   */
  public Entry update(Caller caller, EntryChange change) {
    return transactions.write(handle -> changes.apply(handle, caller, change));
  }

  /**
   * Moves or renames as {@code mv} does: into the target when that is a project or folder, else to
   * the target's parent under the target's name. CONFLICT when the target is a file.
   */
  public Entry move(Caller caller, long id, CatalogPath target) {
    return transactions.write(
        handle -> changes.apply(handle, caller, move(handle, caller, id, target)));
  }

  private static EntryChange move(Handle handle, Caller caller, long id, CatalogPath target) {
    EntryChange change = EntryChange.of(id);
    Optional<Entry> there = Finder.at(handle, caller, target);
    if (there.isPresent() && there.get().id() != id) {
      if (!there.get().type().isContainer()) {
        throw CatalogProblems.nameTaken();
      }
      return change.withParentId(there.get().id());
    }
    change = change.withName(target.name());
    return target
        .parent()
        .map(parent -> at(handle, caller, parent).id())
        .map(change::withParentId)
        .orElse(change);
  }

  /** What people noted about the entry; needs READ. */
  public Annotations annotations(Caller caller, long id) {
    return transactions.read(handle -> {
      Places.readable(handle, caller, id);
      return Notes.read(handle, id);
    });
  }

  /**
   * Replaces the annotations; needs UPDATE. The etag must be the entry's (PRECONDITION_FAILED) and
   * is renewed. INVALID {@code invalid_annotations} for keys or values that are too many, too long
   * or not of their type.
   */
  public Annotations putAnnotations(Caller caller, Annotations annotations) {
    Notes.check(annotations.values());
    return transactions.write(handle -> {
      Projects.share(handle, annotations.entryId());
      Places.live(handle, caller, annotations.entryId()).require(caller, Access.UPDATE);
      Entry entry = EntryRows.lock(handle, annotations.entryId());
      if (!entry.etag().equals(annotations.etag())) {
        throw CatalogProblems.changedMeanwhile("entry");
      }
      Notes.write(handle, caller, transactions.now(), annotations);
      return Notes.read(handle, annotations.entryId());
    });
  }

  /**
   * Makes files of objects that are in the bucket already, with the folders they need, in few
   * statements and one transaction. Running it again skips what is there. What breaks a rule is
   * refused singly; the rest is kept. At most 10,000 objects. Needs CREATE on the folder; and the
   * location must be the caller's own, or an STS location effective there that the caller may
   * DOWNLOAD from.
   *
   * @param locationId the location the objects lie in
   */
  public RegisteredBatch registerBatch(
      Caller caller, long folderId, long locationId, List<NewRegisteredFile> files) {
    Location location =
        locations
            .find(locationId)
            .orElseThrow(() ->
                CatalogProblems.invalid(
                    "unknown_location", "There is no location " + locationId + "."));
    return transactions.write(handle ->
        new BatchRegistration(handle, caller, location, transactions.now()).run(folderId, files));
  }
}
