package io.windlass.catalog;

import static io.windlass.catalog.TestCatalog.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Problem.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TreeTest extends CatalogFixture {
  @Test
  @Promise("T2")
  void aProjectHasAGuidAndAnAliasByOrderOfCreation() {
    Entry one = t.project("guid one");
    Entry two = t.project("guid two");

    assertThat(one.guid().orElseThrow()).matches("proj_[0-9A-Za-z]{27}");
    assertThat(one.alias().orElseThrow()).matches("proj_[0-9]+");
    long first = Long.parseLong(one.alias().orElseThrow().substring(5));
    assertThat(two.alias()).contains("proj_" + (first + 1));
    for (String word : List.of("guid one", one.guid().orElseThrow(), one.alias().orElseThrow())) {
      assertThat(t.entries.project(t.ann, word)).isEqualTo(one);
    }
  }

  @Test
  @Promise("T5")
  void nobodyWithoutAnAccountCreatesProjects() {
    Caller nobody = Caller.anonymous();
    assertThat(
            TestCatalog.problemOf(
                    () -> t.entries.createProject(nobody, NewProject.named("nobody's")))
                .kind())
        .isIn(Kind.FORBIDDEN, Kind.UNAUTHENTICATED);
  }

  @Test
  @Promise("N2")
  void namesAreUniqueInTheirParentAndProjectNamesAmongProjects() {
    Entry project = t.project("unique");
    Entry other = t.project("unique too");
    Entry folder = t.folder(project, "a");

    assertRefused(Kind.CONFLICT, "name_taken", () -> t.project("unique"));
    assertRefused(Kind.CONFLICT, "name_taken", () -> t.folder(project, " a "));
    assertRefused(Kind.CONFLICT, "name_taken", () -> t.file(project, "a"));
    assertRefused(
        Kind.CONFLICT,
        "name_taken",
        () ->
            t.entries.update(
                t.ann, EntryChange.of(t.folder(project, "b").id()).withName(folder.name())));
    assertThat(t.folder(other, "a").name()).isEqualTo("a");
    assertThat(t.folder(project, "A").name()).isEqualTo("A");
  }

  @Test
  @Promise("T4")
  void entriesLieAtMostFiftyLevelsDeep() {
    Entry deepest = t.project("deep");
    Entry top = t.folder(deepest, "2");
    deepest = top;
    for (int depth = 3; depth <= 50; depth++) {
      deepest = t.folder(deepest, Integer.toString(depth));
    }
    Entry last = deepest;
    assertRefused(Kind.INVALID, "path_too_deep", () -> t.folder(last, "51"));
    assertRefused(Kind.INVALID, "path_too_deep", () -> t.file(last, "51"));

    Entry other = t.folder(t.project("deeper"), "2");
    assertRefused(
        Kind.INVALID,
        "path_too_deep",
        () -> t.entries.update(t.ann, EntryChange.of(top.id()).withParentId(other.id())));
    assertThat(t.entries.path(t.ann, last.id()).names()).hasSize(49);
    assertThat(t.entries.at(t.ann, t.entries.path(t.ann, last.id()))).isEqualTo(last);
  }

  @Test
  @Promise("T1")
  void aFileHoldsNothing() {
    Entry file = t.file(t.project("leaf"), "f");
    assertRefused(Kind.INVALID, "parent_not_container", () -> t.folder(file, "a"));
    assertRefused(Kind.INVALID, "parent_not_container", () -> t.file(file, "a"));
  }

  @Test
  void foldersOfAPathAreMadeWhereMissing() {
    Entry project = t.project("mkdir");
    Entry a = t.folder(project, "a");
    Entry c = t.entries.createFolders(t.ann, CatalogPath.parse("mkdir/a/b/c"));

    assertThat(t.entries.ancestors(t.ann, c.id()))
        .extracting(Entry::name)
        .containsExactly("mkdir", "a", "b", "c");
    assertThat(t.entries.ancestors(t.ann, c.id()).get(1)).isEqualTo(a);
    assertThat(t.entries.createFolders(t.ann, CatalogPath.parse("mkdir/a/b/c"))).isEqualTo(c);
    t.file(c, "f");
    assertRefused(
        Kind.CONFLICT,
        "not_a_folder",
        () -> t.entries.createFolders(t.ann, CatalogPath.parse("mkdir/a/b/c/f/g")));
    assertRefused(
        Kind.NOT_FOUND,
        "entry_not_found",
        () -> t.entries.createFolders(t.ann, CatalogPath.parse("no such/a")));
  }

  @Test
  void aChildIsFoundByItsName() {
    Entry project = t.project("child");
    Entry a = t.folder(project, "a");
    assertThat(t.entries.childNamed(t.ann, Optional.of(project.id()), "a")).contains(a);
    assertThat(t.entries.childNamed(t.ann, Optional.of(project.id()), "b")).isEmpty();
    assertThat(t.entries.childNamed(t.ann, Optional.empty(), "child")).contains(project);
  }

  @Test
  @Promise("T8")
  void aMoveCarriesEverythingBelow() {
    Entry from = t.project("move from");
    Entry to = t.project("move to");
    Entry a = t.folder(from, "a");
    Entry b = t.folder(a, "b");
    Entry file = t.file(b, "f");

    Entry moved = t.entries.update(t.ann, EntryChange.of(a.id()).withParentId(to.id()));

    assertThat(moved.projectId()).isEqualTo(to.id());
    assertThat(moved.benefactorId()).isEqualTo(to.id());
    assertThat(moved.etag()).isNotEqualTo(a.etag());
    Entry below = t.entries.get(t.ann, file.id());
    assertThat(below.projectId()).isEqualTo(to.id());
    assertThat(below.benefactorId()).isEqualTo(to.id());
    assertThat(below.etag()).isEqualTo(file.etag());
    assertThat(t.entries.path(t.ann, file.id()).toString()).isEqualTo("move to/a/b/f");
  }

  @Test
  @Promise({"T1", "T9"})
  void nothingMovesIntoItselfOrBelowAFile() {
    Entry project = t.project("cycle");
    Entry a = t.folder(project, "a");
    Entry b = t.folder(a, "b");
    Entry f = t.file(project, "f");
    for (Entry parent : List.of(a, b)) {
      assertRefused(
          Kind.INVALID,
          "move_into_itself",
          () -> t.entries.update(t.ann, EntryChange.of(a.id()).withParentId(parent.id())));
    }
    assertRefused(
        Kind.INVALID,
        "parent_not_container",
        () -> t.entries.update(t.ann, EntryChange.of(a.id()).withParentId(f.id())));
    assertRefused(
        Kind.INVALID,
        "project_parent",
        () -> t.entries.update(t.ann, EntryChange.of(project.id()).withParentId(a.id())));
    assertRefused(
        Kind.NOT_FOUND,
        "entry_not_found",
        () -> t.entries.update(t.ann, EntryChange.of(a.id()).withParentId(1)));
  }

  @Test
  void movingByPathWorksAsMv() {
    Entry project = t.project("mv");
    Entry a = t.folder(project, "a");
    Entry f = t.file(project, "f");

    assertThat(t.entries.move(t.ann, f.id(), CatalogPath.parse("mv/a")).parentId())
        .contains(a.id());
    Entry renamed = t.entries.move(t.ann, f.id(), CatalogPath.parse("mv/g"));
    assertThat(renamed.name()).isEqualTo("g");
    assertThat(renamed.parentId()).contains(project.id());
    t.file(project, "h");
    assertRefused(
        Kind.CONFLICT,
        "name_taken",
        () -> t.entries.move(t.ann, f.id(), CatalogPath.parse("mv/h")));
    assertRefused(
        Kind.NOT_FOUND,
        "entry_not_found",
        () -> t.entries.move(t.ann, f.id(), CatalogPath.parse("mv/none/h")));
    assertThat(t.entries.move(t.ann, project.id(), CatalogPath.parse("mv2")).name())
        .isEqualTo("mv2");
  }

  @Test
  @Promise("T3")
  void aGuidNamesItsProjectWhateverOthersAreCalled() {
    Entry real = t.project("squatted");
    t.entries.createProject(t.bob, NewProject.named(real.guid().orElseThrow()));
    t.entries.createProject(t.bob, NewProject.named(real.alias().orElseThrow()));

    assertThat(t.entries.project(t.ann, real.guid().orElseThrow())).isEqualTo(real);
    assertThat(t.entries.project(t.ann, real.alias().orElseThrow())).isEqualTo(real);
  }

  @Test
  @Promise("T6")
  void everyChangeRenewsTheEtagAndAnOldEtagIsRefused() {
    Entry project = t.project("etags");
    Entry folder = t.folder(project, "a");
    Entry changed =
        t.entries.update(
            t.ann, EntryChange.of(folder.id()).withEtag(folder.etag()).withDescription("one"));

    assertThat(changed.etag()).isNotEqualTo(folder.etag());
    assertThat(changed.description()).contains("one");
    assertThat(changed.modifiedAt()).isAfter(folder.modifiedAt());
    assertRefused(
        Kind.PRECONDITION_FAILED,
        "etag_mismatch",
        () ->
            t.entries.update(
                t.ann, EntryChange.of(folder.id()).withEtag(folder.etag()).withName("b")));
    Entry cleared = t.entries.update(t.ann, EntryChange.of(folder.id()).withDescription(""));
    assertThat(cleared.description()).isEmpty();
    assertThat(cleared.name()).isEqualTo("a");
  }

  @Test
  @Promise("T7")
  void aChangeIsCheckedByRulesThenPermissionsThenEtagThenName() {
    Entry project = t.project("order");
    Entry folder = t.folder(project, "a");
    t.folder(project, "b");
    EntryChange wrong = EntryChange.of(folder.id()).withEtag("old").withName("b");

    assertRefused(
        Kind.INVALID, "invalid_name", () -> t.entries.update(t.bob, wrong.withName("a/b")));
    assertRefused(Kind.FORBIDDEN, "access_denied", () -> t.entries.update(t.bob, wrong));
    assertRefused(Kind.PRECONDITION_FAILED, "etag_mismatch", () -> t.entries.update(t.ann, wrong));
    assertRefused(
        Kind.CONFLICT, "name_taken", () -> t.entries.update(t.ann, wrong.withEtag(folder.etag())));
    assertThat(t.entries.get(t.ann, folder.id())).isEqualTo(folder);
  }

  @Test
  @Promise("T10")
  void aMoveNeedsItsThreeRights() {
    Entry from = t.project("rights from");
    Entry to = t.project("rights to");
    Entry folder = t.folder(from, "a");
    EntryChange move = EntryChange.of(folder.id()).withParentId(to.id());
    long bob = t.bob.user().id();

    t.accessLists.setRole(t.ann, from.id(), bob, Role.EDITOR);
    t.accessLists.setRole(t.ann, to.id(), bob, Role.EDITOR);
    assertThat(TestCatalog.problemOf(() -> t.entries.update(t.bob, move)).message())
        .contains("change_permissions");
    t.accessLists.setRole(t.ann, from.id(), bob, Role.OWNER);
    t.accessLists.setRole(t.ann, to.id(), bob, Role.READER);
    assertThat(TestCatalog.problemOf(() -> t.entries.update(t.bob, move)).message())
        .contains("create");
    t.accessLists.setRole(t.ann, to.id(), bob, Role.EDITOR);
    assertThat(t.entries.update(t.bob, move).parentId()).contains(to.id());
  }

  @Test
  void textsHaveBounds() {
    Entry project = t.project("texts");
    assertRefused(
        Kind.INVALID,
        "text_too_long",
        () ->
            t.entries.update(
                t.ann, EntryChange.of(project.id()).withDescription("x".repeat(1001))));
    assertRefused(
        Kind.INVALID,
        "invalid_text",
        () -> t.entries.update(t.ann, EntryChange.of(project.id()).withDescription("a\0b")));
    Entry folder = t.folder(project, "a");
    assertRefused(
        Kind.INVALID,
        "not_a_project",
        () -> t.entries.update(t.ann, EntryChange.of(folder.id()).withRegion("eu-west-1")));
    assertThat(
            t.entries.update(t.ann, EntryChange.of(project.id()).withRegion("eu-west-1")).region())
        .contains("eu-west-1");
  }
}
