package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Deleting with a way back. Only the entry itself is marked: what lies below is hidden with it, and
 * trees of any size go and return in one step. Thread-safe; every method is one transaction.
 */
public final class Trash {
  private final Transactions transactions;

  Trash(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Puts an entry with all below it into the trash; needs DELETE, for a project CHANGE_PERMISSIONS
   * too. Its name is free at once. The access lists in it are dropped, except a project's own.
   * Nothing happens when it is there already or never was.
   */
  public void put(Caller caller, long id) {
    transactions.<Optional<Void>>write(handle -> {
      caller.require(Scope.MODIFY);
      Projects.own(handle, List.of(id));
      Places.find(handle, caller, id)
          .filter(found -> !found.trashed())
          .ifPresent(found -> put(handle, caller, found.place()));
      return Optional.empty();
    });
  }

  private void put(Handle handle, Caller caller, Place place) {
    place.require(caller, Access.DELETE);
    if (place.type() == EntryType.PROJECT) {
      place.require(caller, Access.CHANGE_PERMISSIONS);
    }
    dropLists(handle, caller, place);
    handle
        .createUpdate(
            """
            UPDATE entry SET trashed_by = :user, trashed_at = :now, etag = gen_random_uuid()
            WHERE id = :id
            """)
        .bind("user", caller.user().id())
        .bind("now", transactions.now())
        .bind("id", place.id())
        .execute();
  }

  /** Everything in the tree inherits from above it again. */
  private static void dropLists(Handle handle, Caller caller, Place place) {
    long heir =
        place
            .parentId()
            .map(parent -> Places.live(handle, caller, parent).benefactorId())
            .orElse(place.id());
    List<Long> owners =
        handle
            .createQuery(
                """
                WITH RECURSIVE walk AS (
                    SELECT id AS owner, id, parent_id FROM entry
                    WHERE project_id = :project AND benefactor_id = id AND parent_id IS NOT NULL
                    UNION ALL
                    SELECT w.owner, p.id, p.parent_id
                    FROM walk w
                    CROSS JOIN LATERAL (
                        SELECT id, parent_id FROM entry WHERE id = w.parent_id OFFSET 0
                    ) p
                    WHERE w.id <> :root
                )
                SELECT owner FROM walk WHERE id = :root
                """)
            .bind("project", place.projectId())
            .bind("root", place.id())
            .mapTo(Long.class)
            .list();
    for (long owner : owners) {
      AccessListRows.delete(handle, owner);
      Subtree.inheriting(handle, owner, owner).inherit(owner, heir);
    }
  }

  /**
   * Takes an entry back: to its parent, or to another one (then the rules of a move hold, and it
   * may not be below an STS location). Only who put it there may, or an administrator; needs CREATE
   * on the parent. FORBIDDEN when the parent is in the trash; CONFLICT when the name is taken.
   */
  public Entry restore(Caller caller, long id, Optional<Long> newParentId) {
    return transactions.write(handle -> {
      Place place = trashed(handle, caller, id);
      Optional<Long> parentId = newParentId.or(place::parentId);
      Projects.own(handle, parentId.map(parent -> List.of(id, parent)).orElse(List.of(id)));
      place = trashed(handle, caller, id);
      if (place.type() == EntryType.PROJECT) {
        if (newParentId.isPresent()) {
          throw CatalogProblems.invalid("project_parent", "A project has no parent.");
        }
      } else {
        restoreBelow(handle, caller, place, parentId.orElseThrow());
      }
      handle
          .createUpdate(
              """
              UPDATE entry
              SET trashed_by = NULL, trashed_at = NULL, etag = gen_random_uuid()
              WHERE id = :id
              """)
          .bind("id", id)
          .execute();
      return EntryRows.entry(handle, id);
    });
  }

  private static void restoreBelow(Handle handle, Caller caller, Place place, long parentId) {
    Places.Found found =
        Places.find(handle, caller, parentId).orElseThrow(() -> CatalogProblems.noEntry(parentId));
    if (found.trashed()) {
      throw CatalogProblems.refused(
          "parent_in_trash", "The parent " + parentId + " lies in the trash itself.");
    }
    Place parent = found.place();
    Moves.checkParent(handle, place, parent);
    if (!place.parentId().equals(Optional.of(parentId))) {
      StsRules.onRestoreElsewhere(place, parent.effective());
    }
    parent.require(caller, Access.CREATE);
    Moves.apply(handle, place, parent);
  }

  /** What the caller put into the trash, latest first. */
  public Page.Of<TrashedEntry> list(Caller caller, Page page) {
    caller.require(Scope.VIEW);
    Optional<Cursor> from = Cursor.parse(page, "trash");
    String behind = from.isEmpty() ? "" : "AND (e.trashed_at, e.id) < (:at, :id) ";
    return transactions.read(handle -> {
      var query =
          handle
              .createQuery(
                  EntryRows.SELECT_LATEST
                      + "WHERE e.trashed_at IS NOT NULL AND e.trashed_by = :user "
                      + behind
                      + "ORDER BY e.trashed_at DESC, e.id DESC LIMIT :count")
              .bind("user", caller.user().id())
              .bind("count", page.limit() + 1);
      from.ifPresent(last -> query.bind("at", last.instant()).bind("id", last.id()));
      List<TrashedEntry> found =
          query
              .map((row, _) ->
                  new TrashedEntry(
                      EntryRows.entry(row),
                      row.getLong("trashed_by"),
                      EntryRows.instant(row, "trashed_at")))
              .list();
      return Cursor.page(
          found, page, last -> new Cursor("trash", last.trashedAt().toString(), last.entry().id()));
    });
  }

  /**
   * Forgets an entry of the trash and all below it for good, by the one who put it there or an
   * administrator. Content that nothing else points at is forgotten too; of the objects in the
   * store only those that Windlass wrote go, soon after.
   */
  public void purge(Caller caller, long id) {
    transactions.<Optional<Void>>write(handle -> {
      trashed(handle, caller, id);
      Projects.own(handle, List.of(id));
      trashed(handle, caller, id);
      Subtree.all(handle, id).delete(transactions.now());
      return Optional.empty();
    });
  }

  /** The place of an entry that the caller put into the trash itself. */
  private static Place trashed(Handle handle, Caller caller, long id) {
    caller.require(Scope.MODIFY);
    long trashedBy =
        handle
            .createQuery("SELECT trashed_by FROM entry WHERE id = :id AND trashed_at IS NOT NULL")
            .bind("id", id)
            .mapTo(Long.class)
            .findOne()
            .orElseThrow(() ->
                Problem.of(
                        Kind.NOT_FOUND,
                        "not_in_trash",
                        "There is no entry " + id + " in the trash.")
                    .toException());
    if (trashedBy != caller.user().id() && !caller.administrator()) {
      throw CatalogProblems.refused(
          "trashed_by_other", "Only who put entry " + id + " into the trash may take it out.");
    }
    return Places.find(handle, caller, id).orElseThrow(() -> CatalogProblems.noEntry(id)).place();
  }
}
