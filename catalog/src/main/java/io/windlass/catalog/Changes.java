package io.windlass.catalog;

import io.windlass.catalog.EntryChange.Versioning;
import io.windlass.catalog.identity.Caller;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Applies an {@link EntryChange}: first the rules, then permissions, then the etag, then the rows.
 */
final class Changes {
  private final Transactions transactions;
  private final Creation creation;

  Changes(Transactions transactions, Creation creation) {
    this.transactions = transactions;
    this.creation = creation;
  }

  /** The entry after the change; the calling transaction ends it. */
  Entry apply(Handle handle, Caller caller, EntryChange change) {
    Place place = lock(handle, caller, change);
    Entry old = EntryRows.entry(handle, place.id());
    Optional<Place> newParent = newParent(handle, caller, place, change);
    Optional<StoredFile> content = content(handle, old, change);
    checkTexts(old, change);
    newParent.ifPresent(parent -> checkMove(handle, place, parent));
    content.ifPresent(file -> checkContent(handle, newParent.orElse(place), file));
    checkPermissions(caller, place, newParent, content);
    if (change.etag().isPresent() && !change.etag().get().equals(old.etag())) {
      throw CatalogProblems.changedMeanwhile("entry");
    }
    newParent.ifPresent(parent -> Moves.apply(handle, place, parent));
    old.version().ifPresent(latest -> changeVersion(handle, caller, old, latest, content, change));
    write(handle, caller, old, change);
    return EntryRows.entry(handle, old.id());
  }

  /** A move holds both projects alone; any other change shares the entry's. */
  private static Place lock(Handle handle, Caller caller, EntryChange change) {
    Place before = Places.live(handle, caller, change.id());
    boolean moves = moves(before, change);
    if (moves) {
      Projects.own(handle, List.of(change.id(), change.parentId().orElseThrow()));
    } else if (before.type() == EntryType.PROJECT) {
      Projects.own(handle, List.of(change.id()));
    } else {
      Projects.share(handle, change.id());
    }
    EntryRows.lock(handle, change.id());
    Place place = Places.live(handle, caller, change.id());
    if (moves(place, change) && !moves) {
      throw new Transactions.LostRace();
    }
    return place;
  }

  private static boolean moves(Place place, EntryChange change) {
    return change.parentId().isPresent() && !change.parentId().equals(place.parentId());
  }

  private static Optional<Place> newParent(
      Handle handle, Caller caller, Place place, EntryChange change) {
    return change
        .parentId()
        .filter(_ -> moves(place, change))
        .map(parent -> Places.live(handle, caller, parent));
  }

  private static Optional<StoredFile> content(Handle handle, Entry old, EntryChange change) {
    if (change.storedFileId().isEmpty()) {
      return Optional.empty();
    }
    FileVersion latest = old.version().orElseThrow(() -> CatalogProblems.notAFile(old.id()));
    return change
        .storedFileId()
        .filter(id -> id != latest.file().id())
        .map(id -> StoredFiles.hold(handle, id));
  }

  private static void checkTexts(Entry old, EntryChange change) {
    change.name().ifPresent(EntryName::checked);
    Texts.checkDescription(change.description());
    Texts.checkShort(change.displayName(), "display name");
    Texts.checkShort(change.region(), "region");
    Texts.checkShort(change.versionLabel(), "version label");
    Texts.checkComment(change.versionComment());
    boolean ofProject = change.displayName().isPresent() || change.region().isPresent();
    if (ofProject && old.type() != EntryType.PROJECT) {
      throw CatalogProblems.invalid(
          "not_a_project", "Only a project has a display name and a region.");
    }
  }

  private static void checkMove(Handle handle, Place place, Place parent) {
    Moves.checkParent(handle, place, parent);
    StsRules.onMove(place, parent.effective());
  }

  /** A file's own effective location is its parent's. */
  private static void checkContent(Handle handle, Place where, StoredFile file) {
    StsRules.onFile(where.effective(), file.locationId(), StoredFiles.isSts(handle, file.id()));
  }

  private static void checkPermissions(
      Caller caller, Place place, Optional<Place> newParent, Optional<StoredFile> content) {
    place.require(caller, Access.UPDATE);
    if (newParent.isPresent()) {
      place.require(caller, Access.CHANGE_PERMISSIONS);
      newParent.get().require(caller, Access.CREATE);
    }
    content.ifPresent(file -> StoredFiles.requireOwn(caller, file));
  }

  private void changeVersion(
      Handle handle,
      Caller caller,
      Entry old,
      FileVersion latest,
      Optional<StoredFile> content,
      EntryChange change) {
    boolean differs = content.isPresent() && !sameContent(latest.file(), content.get());
    if (change.versioning() == Versioning.ALWAYS || differs) {
      long fileId = content.map(StoredFile::id).orElse(latest.file().id());
      Optional<String> label =
          change.versionLabel().filter(l -> !Optional.of(l).equals(latest.label()));
      long number = nextVersion(handle, old.id());
      creation.addVersion(handle, caller, old.id(), number, fileId, label, change.versionComment());
      return;
    }
    handle
        .createUpdate(
            """
            UPDATE file_version SET stored_file_id = :file, label = :label, comment = :comment
            WHERE entry_id = :entry AND number = :number
            """)
        .bind("entry", old.id())
        .bind("number", latest.number())
        .bind("file", content.map(StoredFile::id).orElse(latest.file().id()))
        .bind("label", changed(change.versionLabel(), latest.label()))
        .bind("comment", changed(change.versionComment(), latest.comment()))
        .execute();
  }

  /** Unknown digests are not the same. */
  static boolean sameContent(StoredFile one, StoredFile other) {
    return one.md5().isPresent() && one.md5().equals(other.md5());
  }

  private static long nextVersion(Handle handle, long entryId) {
    return handle
        .createQuery(
            """
            UPDATE entry SET last_version = last_version + 1, latest_version = last_version + 1
            WHERE id = :id RETURNING last_version
            """)
        .bind("id", entryId)
        .mapTo(Long.class)
        .one();
  }

  private void write(Handle handle, Caller caller, Entry old, EntryChange change) {
    handle
        .createUpdate(
            """
            UPDATE entry SET name = :name, description = :description,
                display_name = :displayName, region = :region, etag = gen_random_uuid(),
                modified_by = :user, modified_at = :now
            WHERE id = :id
            """)
        .bind("id", old.id())
        .bind("name", change.name().map(EntryName::checked).orElse(old.name()))
        .bind("description", changed(change.description(), old.description()))
        .bind("displayName", changed(change.displayName(), old.displayName()))
        .bind("region", changed(change.region(), old.region()))
        .bind("user", caller.user().id())
        .bind("now", transactions.now())
        .execute();
  }

  /** The new text, none if it is empty, the old one if there is no new one. */
  private static Optional<String> changed(Optional<String> now, Optional<String> before) {
    return now.isPresent() ? Creation.filled(now) : before;
  }
}
