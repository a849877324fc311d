package io.windlass.catalog;

import org.jdbi.v3.core.Handle;

/** What it takes to hang an entry under another parent. */
final class Moves {
  private Moves() {}

  /** Whether the entry fits there by type, depth and shape. INVALID when not. */
  static void checkParent(Handle handle, Place moved, Place parent) {
    if (moved.type() == EntryType.PROJECT) {
      throw CatalogProblems.invalid("project_parent", "A project has no parent.");
    }
    if (!parent.type().isContainer()) {
      throw CatalogProblems.invalid("parent_not_container", "A file cannot hold entries.");
    }
    if (parent.lineage().contains(moved.id())) {
      throw CatalogProblems.invalid("move_into_itself", "An entry cannot be moved into itself.");
    }
    checkDepth(
        parent.depth() + (moved.type() == EntryType.FILE ? 1 : Subtree.height(handle, moved.id())));
  }

  /** INVALID {@code path_too_deep} below the deepest place. */
  static void checkDepth(int depth) {
    if (depth > CatalogPath.MAX_DEPTH) {
      throw CatalogProblems.invalid(
          "path_too_deep", "Entries cannot lie deeper than " + CatalogPath.MAX_DEPTH + " levels.");
    }
  }

  /** Hangs it there; what inherited from above inherits from there. */
  static void apply(Handle handle, Place moved, Place parent) {
    handle
        .createUpdate("UPDATE entry SET parent_id = :parent WHERE id = :id")
        .bind("parent", parent.id())
        .bind("id", moved.id())
        .execute();
    boolean otherProject = moved.projectId() != parent.projectId();
    boolean otherList = !moved.ownsList() && moved.benefactorId() != parent.benefactorId();
    if (otherProject) {
      Subtree all = Subtree.all(handle, moved.id());
      all.adopt(parent.projectId());
      if (otherList) {
        all.inherit(moved.benefactorId(), parent.benefactorId());
      }
    } else if (otherList) {
      Subtree.inheriting(handle, moved.id(), moved.benefactorId())
          .inherit(moved.benefactorId(), parent.benefactorId());
    }
  }
}
