package io.windlass.catalog;

import static io.windlass.catalog.TestCatalog.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.connection.location.Location;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrashTest extends CatalogFixture {
  @Test
  @Promise({"R1", "R2"})
  void whatIsInTheTrashIsHiddenWithAllBelowAndItsNameIsFree() {
    Entry project = t.project("hide");
    Entry a = t.folder(project, "a");
    Entry b = t.folder(a, "b");
    Entry file = t.file(b, "f");
    t.trash.put(t.ann, a.id());

    for (Entry gone : List.of(a, b, file)) {
      assertRefused(Kind.NOT_FOUND, "entry_not_found", () -> t.entries.get(t.ann, gone.id()));
      assertRefused(
          Kind.NOT_FOUND,
          "entry_not_found",
          () -> t.entries.update(t.ann, EntryChange.of(gone.id()).withName("x")));
      assertRefused(
          Kind.NOT_FOUND,
          "entry_not_found",
          () -> t.accessLists.require(t.root, gone.id(), Access.READ));
    }
    assertRefused(Kind.NOT_FOUND, "entry_not_found", () -> t.folder(b, "c"));
    assertRefused(
        Kind.NOT_FOUND,
        "entry_not_found",
        () -> t.entries.children(t.ann, Optional.of(b.id()), ChildrenQuery.BY_NAME));
    assertThat(t.entries.hasChildren(t.ann, project.id())).isFalse();
    assertRefused(
        Kind.NOT_FOUND,
        "entry_not_found",
        () -> t.entries.at(t.ann, CatalogPath.parse("hide/a/b")));
    assertThat(t.folder(project, "a").id()).isNotEqualTo(a.id());
  }

  @Test
  @Promise("R3")
  void deletingNeedsTheRightAndAMissingEntryIsNoError() {
    Entry project = t.project("may delete");
    Entry folder = t.folder(project, "a");
    long bob = t.bob.user().id();
    assertRefused(Kind.FORBIDDEN, "access_denied", () -> t.trash.put(t.bob, folder.id()));
    t.accessLists.setRole(t.ann, project.id(), bob, Role.EDITOR);
    assertRefused(Kind.FORBIDDEN, "access_denied", () -> t.trash.put(t.bob, project.id()));

    t.trash.put(t.bob, folder.id());
    t.trash.put(t.bob, folder.id());
    t.trash.put(t.bob, 1);
    assertThat(t.trash.list(t.bob, Page.first()).items())
        .extracting(trashed -> trashed.entry().id())
        .containsOnlyOnce(folder.id());
  }

  @Test
  @Promise("R4")
  void accessListsInADeletedTreeAreDropped() {
    Entry project = t.project("drop lists");
    Entry a = t.folder(project, "a");
    Entry b = t.folder(a, "b");
    Entry c = t.folder(b, "c");
    Entry file = t.file(c, "f");
    long ann = t.ann.user().id();
    long bob = t.bob.user().id();
    for (Entry with : List.of(a, c)) {
      t.accessLists.create(
          t.ann, with.id(), Map.of(ann, Role.OWNER.access(), bob, Role.READER.access()));
    }
    assertThat(t.accessLists.permissions(t.bob, file.id())).contains(Access.READ);

    t.trash.put(t.ann, b.id());
    t.trash.restore(t.ann, b.id(), Optional.empty());
    assertThat(t.accessLists.find(t.ann, c.id())).isEmpty();
    assertThat(t.entries.get(t.ann, file.id()).benefactorId()).isEqualTo(a.id());
    assertThat(t.accessLists.find(t.ann, a.id())).isPresent();

    t.trash.put(t.ann, a.id());
    t.trash.restore(t.ann, a.id(), Optional.empty());
    assertThat(t.entries.get(t.ann, file.id()).benefactorId()).isEqualTo(project.id());
    assertThat(t.accessLists.permissions(t.bob, file.id())).isEmpty();
  }

  @Test
  @Promise("R4")
  void aProjectKeepsItsListInTheTrash() {
    Entry project = t.project("whole project");
    Entry folder = t.folder(project, "a");
    t.accessLists.setRole(t.ann, project.id(), t.bob.user().id(), Role.READER);
    t.accessLists.create(t.ann, folder.id(), Map.of(t.ann.user().id(), Role.OWNER.access()));
    t.trash.put(t.ann, project.id());
    assertRefused(
        Kind.NOT_FOUND, "entry_not_found", () -> t.entries.project(t.ann, "whole project"));

    t.trash.restore(t.ann, project.id(), Optional.empty());
    assertThat(t.entries.get(t.bob, folder.id()).benefactorId()).isEqualTo(project.id());
  }

  @Test
  @Promise("R5")
  void onlyWhoDeletedItOrAnAdministratorTakesItOut() {
    Entry project = t.project("whose");
    Entry folder = t.folder(project, "a");
    t.accessLists.setRole(t.ann, project.id(), t.bob.user().id(), Role.OWNER);
    t.trash.put(t.ann, folder.id());

    assertThat(t.trash.list(t.bob, Page.first()).items())
        .noneMatch(trashed -> trashed.entry().id() == folder.id());
    assertRefused(
        Kind.FORBIDDEN,
        "trashed_by_other",
        () -> t.trash.restore(t.bob, folder.id(), Optional.empty()));
    assertRefused(Kind.FORBIDDEN, "trashed_by_other", () -> t.trash.purge(t.bob, folder.id()));
    assertThat(t.trash.restore(t.root, folder.id(), Optional.empty()).id()).isEqualTo(folder.id());
    assertRefused(
        Kind.NOT_FOUND,
        "not_in_trash",
        () -> t.trash.restore(t.ann, folder.id(), Optional.empty()));
    assertRefused(Kind.NOT_FOUND, "not_in_trash", () -> t.trash.purge(t.ann, folder.id()));
  }

  @Test
  @Promise("R6")
  void anEntryReturnsToItsParentOrToAnother() {
    Entry project = t.project("back");
    Entry a = t.folder(project, "a");
    Entry file = t.file(a, "f");
    t.trash.put(t.ann, file.id());
    Entry back = t.trash.restore(t.ann, file.id(), Optional.empty());
    assertThat(back.parentId()).contains(a.id());
    assertThat(back.etag()).isNotEqualTo(file.etag());

    t.trash.put(t.ann, file.id());
    t.trash.put(t.ann, a.id());
    assertRefused(
        Kind.FORBIDDEN,
        "parent_in_trash",
        () -> t.trash.restore(t.ann, file.id(), Optional.empty()));
    Entry elsewhere = t.project("elsewhere");
    Entry moved = t.trash.restore(t.ann, file.id(), Optional.of(elsewhere.id()));
    assertThat(moved.projectId()).isEqualTo(elsewhere.id());
    assertThat(moved.benefactorId()).isEqualTo(elsewhere.id());

    t.folder(project, "a");
    assertRefused(
        Kind.CONFLICT, "name_taken", () -> t.trash.restore(t.ann, a.id(), Optional.empty()));
    assertThat(t.trash.restore(t.ann, a.id(), Optional.of(elsewhere.id())).name()).isEqualTo("a");
  }

  @Test
  @Promise("R6")
  void restoringNeedsCreateOnTheParent() {
    Entry project = t.project("may restore");
    Entry folder = t.folder(project, "a");
    long bob = t.bob.user().id();
    t.accessLists.setRole(t.ann, project.id(), bob, Role.EDITOR);
    t.trash.put(t.bob, folder.id());
    t.accessLists.setRole(t.ann, project.id(), bob, Role.READER);
    assertRefused(
        Kind.FORBIDDEN,
        "access_denied",
        () -> t.trash.restore(t.bob, folder.id(), Optional.empty()));
  }

  @Test
  @Promise("T4")
  void nothingReturnsDeeperThanTheDeepestLevel() {
    Entry project = t.project("deep return");
    Entry deep = project;
    for (int depth = 2; depth <= 49; depth++) {
      deep = t.folder(deep, "d");
    }
    Entry last = deep;
    Entry a = t.folder(project, "a");
    t.file(a, "f");
    t.trash.put(t.ann, a.id());
    assertRefused(
        Kind.INVALID,
        "path_too_deep",
        () -> t.trash.restore(t.ann, a.id(), Optional.of(last.id())));
  }

  @Test
  @Promise("R7")
  void purgingForgetsTheWholeTree() {
    Entry project = t.project("purge");
    Entry a = t.folder(project, "a");
    Entry b = t.folder(a, "b");
    Entry file = t.file(b, "f");
    t.trash.put(t.ann, b.id());
    t.trash.put(t.ann, a.id());
    t.trash.purge(t.ann, a.id());

    assertRefused(
        Kind.NOT_FOUND,
        "not_in_trash",
        () -> t.trash.restore(t.ann, b.id(), Optional.of(project.id())));
    assertThat(t.storedFiles.find(file.version().orElseThrow().file().id())).isEmpty();
    long left =
        t.database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT count(*) FROM entry WHERE project_id = :id")
                    .bind("id", project.id())
                    .mapTo(Long.class)
                    .one());
    assertThat(left).isEqualTo(1);
    t.trash.put(t.ann, project.id());
    t.trash.purge(t.ann, project.id());
    assertThat(t.project("purge").id()).isNotEqualTo(project.id());
  }

  @Test
  void theTrashIsListedLatestFirst() {
    var carol = t.user("carol-" + System.nanoTime(), false);
    Entry project = t.entries.createProject(carol, NewProject.named("carol's"));
    for (String name : List.of("a", "b", "c")) {
      t.trash.put(carol, t.entries.createFolder(carol, NewFolder.named(project.id(), name)).id());
    }
    Page.Of<TrashedEntry> first = t.trash.list(carol, new Page(Optional.empty(), 2));
    assertThat(first.items())
        .extracting(trashed -> trashed.entry().name())
        .containsExactly("c", "b");
    Page.Of<TrashedEntry> second = t.trash.list(carol, new Page(first.nextCursor(), 2));
    assertThat(second.items()).extracting(trashed -> trashed.entry().name()).containsExactly("a");
    assertThat(second.nextCursor()).isEmpty();
    assertThat(second.items().getFirst().trashedBy()).isEqualTo(carol.user().id());
  }

  @Test
  @Promise("R8")
  void contentThatNothingPointsAtGoesAndOnlyObjectsOfOursWithIt() {
    Entry project = t.project("content");
    Entry a = t.folder(project, "a");
    Location external = t.external(t.ann, "content");
    StoredFile ours = t.stored(t.ann);
    StoredFile shared = t.stored(t.ann);
    StoredFile earlier = t.stored(t.ann);
    t.entries.registerBatch(
        t.ann,
        a.id(),
        external.id(),
        List.of(BatchRegistrationTest.object("content/theirs", "content/")));
    Entry theirs = t.entries.at(t.ann, CatalogPath.parse("content/a/theirs"));
    t.entries.createFile(t.ann, NewFile.named(a.id(), "ours", ours.id()));
    t.entries.createFile(t.ann, NewFile.named(a.id(), "shared", shared.id()));
    Entry other = t.entries.createFile(t.ann, NewFile.named(project.id(), "f", earlier.id()));
    t.entries.update(
        t.ann, EntryChange.of(other.id()).withStoredFileId(shared.id()).withNewVersion());

    t.trash.put(t.ann, a.id());
    assertThat(t.storedFiles.find(ours.id())).isPresent();
    t.trash.purge(t.ann, a.id());
    t.versions.delete(t.ann, other.id(), 1);

    assertThat(t.storedFiles.find(ours.id())).isEmpty();
    assertThat(t.storedFiles.find(earlier.id())).isEmpty();
    assertThat(t.storedFiles.find(shared.id())).isPresent();
    assertThat(t.storedFiles.find(theirs.version().orElseThrow().file().id())).isEmpty();
    assertThat(leftovers()).contains(ours.key(), earlier.key());
    assertThat(leftovers()).doesNotContain(shared.key(), "content/theirs");
  }

  private List<String> leftovers() {
    return t.database
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("SELECT object_key FROM leftover").mapTo(String.class).list());
  }
}
