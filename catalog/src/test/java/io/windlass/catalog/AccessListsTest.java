package io.windlass.catalog;

import static io.windlass.catalog.TestCatalog.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Problem.Kind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessListsTest extends CatalogFixture {
  private long ann() {
    return t.ann.user().id();
  }

  private long bob() {
    return t.bob.user().id();
  }

  /** Ann may do everything, and the other this. */
  private Map<Long, Set<Access>> annAnd(long principal, Access... access) {
    return Map.of(ann(), Role.OWNER.access(), principal, Set.of(access));
  }

  @Test
  @Promise("A1")
  void whatNoListAllowsIsDenied() {
    Entry project = t.project("deny");
    Entry folder = t.folder(project, "a");
    for (Caller caller : List.of(t.bob, Caller.anonymous(), TestCatalog.in(t.bob, 77))) {
      assertThat(t.accessLists.permissions(caller, folder.id())).isEmpty();
      assertRefused(
          Kind.FORBIDDEN,
          "access_denied",
          () -> t.accessLists.require(caller, folder.id(), Access.READ));
    }
    assertThat(t.accessLists.permissions(t.ann, folder.id())).isEqualTo(Role.OWNER.access());
    assertRefused(
        Kind.NOT_FOUND, "entry_not_found", () -> t.accessLists.require(t.ann, 1, Access.READ));
  }

  @Test
  @Promise("A1")
  void anAdministratorIsBoundByNoListUnlessTheTokenSaysLess() {
    Entry project = t.project("admin");
    t.accessLists.require(t.root, project.id(), Access.values());
    assertThat(t.entries.get(t.root, project.id())).isEqualTo(project);

    Caller lesser = TestCatalog.with(t.root, Scope.VIEW, Scope.MODIFY, Scope.DOWNLOAD);
    assertRefused(Kind.FORBIDDEN, "access_denied", () -> t.entries.get(lesser, project.id()));
  }

  @Test
  @Promise("A10")
  void theScopesOfTheTokenBoundEveryAccess() {
    Entry project = t.project("scopes");
    Entry folder = t.folder(project, "a");
    Caller viewer = TestCatalog.with(t.ann, Scope.VIEW);
    Caller blind = TestCatalog.with(t.ann, Scope.MODIFY);

    assertThat(t.entries.get(viewer, folder.id())).isEqualTo(folder);
    String code = "insufficient_scope";
    assertRefused(
        Kind.FORBIDDEN, code, () -> t.accessLists.require(viewer, folder.id(), Access.DOWNLOAD));
    assertRefused(
        Kind.FORBIDDEN,
        code,
        () -> t.entries.update(viewer, EntryChange.of(folder.id()).withName("b")));
    assertRefused(Kind.FORBIDDEN, code, () -> t.trash.put(viewer, folder.id()));
    assertRefused(
        Kind.FORBIDDEN, code, () -> t.entries.createProject(viewer, NewProject.named("scopes 2")));
    assertRefused(Kind.FORBIDDEN, code, () -> t.entries.get(blind, folder.id()));
    assertRefused(
        Kind.FORBIDDEN,
        code,
        () -> t.entries.children(blind, Optional.empty(), ChildrenQuery.BY_NAME));
    assertRefused(Kind.FORBIDDEN, code, () -> t.entries.at(blind, CatalogPath.parse("scopes")));
  }

  @Test
  @Promise({"A2", "A3"})
  void aListRulesWhatInheritedAndListsFurtherDownStay() {
    Entry project = t.project("inherit");
    Entry a = t.folder(project, "a");
    Entry b = t.folder(a, "b");
    Entry c = t.folder(b, "c");
    Entry file = t.file(c, "f");
    Entry beside = t.folder(project, "beside");

    t.accessLists.create(t.ann, c.id(), annAnd(bob(), Access.READ));
    t.accessLists.create(t.ann, a.id(), annAnd(bob(), Access.READ, Access.CREATE));

    assertThat(benefactor(b)).isEqualTo(a.id());
    assertThat(benefactor(c)).isEqualTo(c.id());
    assertThat(benefactor(file)).isEqualTo(c.id());
    assertThat(benefactor(beside)).isEqualTo(project.id());
    assertThat(t.accessLists.permissions(t.bob, b.id()))
        .containsExactlyInAnyOrder(Access.READ, Access.CREATE);
    assertThat(t.accessLists.permissions(t.bob, file.id())).containsExactly(Access.READ);
    assertThat(t.accessLists.permissions(t.bob, project.id())).isEmpty();
    assertThat(t.accessLists.benefactor(t.ann, file.id()).id()).isEqualTo(c.id());
    assertThat(t.accessLists.find(t.ann, b.id())).isEmpty();

    t.accessLists.delete(t.ann, a.id());
    assertThat(benefactor(b)).isEqualTo(project.id());
    assertThat(benefactor(file)).isEqualTo(c.id());
    t.accessLists.delete(t.ann, c.id());
    assertThat(benefactor(file)).isEqualTo(project.id());
    assertThat(t.accessLists.permissions(t.bob, file.id())).isEmpty();
  }

  private long benefactor(Entry entry) {
    return t.entries.get(t.ann, entry.id()).benefactorId();
  }

  @Test
  @Promise("A3")
  void whatIsInTheTrashInheritsAnewToo() {
    Entry project = t.project("inherit in trash");
    Entry a = t.folder(project, "a");
    Entry file = t.file(a, "f");
    t.trash.put(t.ann, file.id());
    t.accessLists.create(t.ann, a.id(), annAnd(bob(), Access.READ));
    assertThat(t.trash.restore(t.ann, file.id(), Optional.empty()).benefactorId())
        .isEqualTo(a.id());
  }

  @Test
  @Promise("A3")
  void aBigTreeInheritsAnew() {
    Entry project = t.project("big");
    Entry top = t.folder(project, "top");
    var location = t.external(t.ann, "big");
    List<NewRegisteredFile> files =
        java.util.stream.IntStream.range(0, 10_000)
            .mapToObj(i -> BatchRegistrationTest.object("big/d" + i % 40 + "/f" + i, "big/"))
            .toList();
    t.entries.registerBatch(t.ann, top.id(), location.id(), files);
    t.entries.registerBatch(
        t.ann,
        top.id(),
        location.id(),
        files.stream()
            .map(f -> BatchRegistrationTest.object(f.key().replace("/f", "/g"), "big/"))
            .toList());

    t.accessLists.create(t.ann, top.id(), annAnd(bob(), Access.READ));

    assertThat(count("project_id = " + project.id() + " AND benefactor_id = " + top.id()))
        .isEqualTo(20_041);
    Entry other = t.project("bigger");
    t.accessLists.delete(t.ann, top.id());
    t.entries.update(t.ann, EntryChange.of(top.id()).withParentId(other.id()));
    assertThat(count("project_id = " + other.id() + " AND benefactor_id = " + other.id()))
        .isEqualTo(20_042);
    t.trash.put(t.ann, top.id());
    t.trash.purge(t.ann, top.id());
    assertThat(count("project_id = " + other.id())).isEqualTo(1);
  }

  private long count(String condition) {
    return t.database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT count(*) FROM entry WHERE " + condition)
                .mapTo(Long.class)
                .one());
  }

  @Test
  void aMovedEntryKeepsItsOwnList() {
    Entry from = t.project("keep from");
    Entry to = t.project("keep to");
    Entry a = t.folder(from, "a");
    Entry file = t.file(a, "f");
    t.accessLists.create(t.ann, a.id(), annAnd(bob(), Access.READ));
    t.entries.update(t.ann, EntryChange.of(a.id()).withParentId(to.id()));
    assertThat(benefactor(file)).isEqualTo(a.id());
    t.accessLists.delete(t.ann, a.id());
    assertThat(benefactor(file)).isEqualTo(to.id());
  }

  @Test
  void anEntryHasAtMostOneListAndAProjectCannotInherit() {
    Entry project = t.project("one list");
    Entry a = t.folder(project, "a");
    assertRefused(
        Kind.FORBIDDEN,
        "has_access_list",
        () -> t.accessLists.create(t.ann, project.id(), annAnd(bob(), Access.READ)));
    assertRefused(
        Kind.FORBIDDEN, "project_access_list", () -> t.accessLists.delete(t.ann, project.id()));
    assertRefused(
        Kind.FORBIDDEN,
        "inherits_access_list",
        () -> t.accessLists.update(t.ann, a.id(), "x", annAnd(bob(), Access.READ)));
    assertRefused(
        Kind.FORBIDDEN, "inherits_access_list", () -> t.accessLists.delete(t.ann, a.id()));
  }

  @Test
  @Promise("A4")
  void aProjectAlwaysHasAnOwner() {
    Entry project = t.project("owner");
    String code = "project_without_owner";
    assertRefused(
        Kind.INVALID, code, () -> t.accessLists.setRole(t.ann, project.id(), ann(), Role.EDITOR));
    assertRefused(Kind.INVALID, code, () -> t.accessLists.removeMember(t.ann, project.id(), ann()));
    String etag = t.accessLists.find(t.ann, project.id()).orElseThrow().etag();
    assertRefused(
        Kind.INVALID,
        code,
        () ->
            t.accessLists.update(t.root, project.id(), etag, Map.of(bob(), Role.EDITOR.access())));

    t.accessLists.setRole(t.ann, project.id(), bob(), Role.OWNER);
    t.accessLists.removeMember(t.ann, project.id(), ann());
    assertThat(t.accessLists.members(t.bob, project.id()))
        .containsExactly(new Member(bob(), Role.OWNER.access(), Optional.of(Role.OWNER)));
    assertRefused(Kind.FORBIDDEN, "access_denied", () -> t.entries.get(t.ann, project.id()));
  }

  @Test
  @Promise("A5")
  void whoWritesAListKeepsControlUnlessCreatorOrAdministrator() {
    Entry project = t.project("control");
    Entry folder = t.folder(project, "a");
    t.accessLists.setRole(t.ann, project.id(), bob(), Role.OWNER);
    Map<Long, Set<Access>> withoutBob = Map.of(ann(), Role.OWNER.access());
    assertRefused(
        Kind.INVALID,
        "access_list_locks_you_out",
        () -> t.accessLists.create(t.bob, folder.id(), withoutBob));
    t.accessLists.create(t.bob, folder.id(), annAnd(bob(), Access.CHANGE_PERMISSIONS));
    Map<Long, Set<Access>> withoutAnn = Map.of(bob(), Role.OWNER.access());
    String etag = t.accessLists.find(t.ann, folder.id()).orElseThrow().etag();
    AccessList list = t.accessLists.update(t.ann, folder.id(), etag, withoutAnn);
    assertThat(list.grants()).isEqualTo(withoutAnn);
    assertThat(t.accessLists.update(t.root, folder.id(), list.etag(), withoutBob).grants())
        .isEqualTo(withoutBob);
  }

  @Test
  @Promise("A6")
  void someGrantsAreNeverGiven() {
    Entry project = t.project("grants");
    Entry folder = t.folder(project, "a");
    Map<String, Map<Long, Set<Access>>> wrong =
        Map.of(
            "public_grant", annAnd(Caller.PUBLIC, Access.READ, Access.DOWNLOAD),
            "anonymous_grant", annAnd(Caller.ANONYMOUS, Access.READ),
            "empty_grant", annAnd(bob()),
            "unknown_principal", annAnd(5, Access.READ));
    wrong.forEach((code, grants) ->
        assertRefused(Kind.INVALID, code, () -> t.accessLists.create(t.ann, folder.id(), grants)));
    assertRefused(
        Kind.INVALID,
        "unknown_principal",
        () -> t.accessLists.setRole(t.ann, project.id(), 5, Role.READER));
    assertRefused(
        Kind.INVALID,
        "public_grant",
        () -> t.accessLists.setRole(t.ann, project.id(), Caller.PUBLIC, Role.READER));
    assertThat(t.accessLists.find(t.ann, folder.id())).isEmpty();
  }

  @Test
  @Promise("A6")
  void thePublicCanBeGivenRead() {
    Entry project = t.project("public");
    Entry file = t.file(project, "f");
    assertThat(t.accessLists.isPublic(file.id())).isFalse();
    AccessList list = t.accessLists.find(t.ann, project.id()).orElseThrow();
    Map<Long, Set<Access>> grants = new HashMap<>(list.grants());
    grants.put(Caller.PUBLIC, Set.of(Access.READ));
    grants.put(Caller.AUTHENTICATED_USERS, Set.of(Access.READ, Access.DOWNLOAD));
    t.accessLists.update(t.ann, project.id(), list.etag(), grants);

    assertThat(t.accessLists.isPublic(file.id())).isTrue();
    assertThat(t.entries.get(Caller.anonymous(), file.id()).name()).isEqualTo("f");
    assertThat(t.accessLists.permissions(Caller.anonymous(), file.id()))
        .containsExactly(Access.READ);
    assertThat(t.accessLists.permissions(t.bob, file.id()))
        .containsExactlyInAnyOrder(Access.READ, Access.DOWNLOAD);
  }

  @Test
  @Promise("A7")
  void rolesAreSetsOfAccess() {
    Entry project = t.project("roles");
    for (Role role : Role.values()) {
      t.accessLists.setRole(t.ann, project.id(), bob(), role);
      assertThat(t.accessLists.permissions(t.bob, project.id())).isEqualTo(role.access());
      assertThat(t.accessLists.members(t.ann, project.id()))
          .contains(new Member(bob(), role.access(), Optional.of(role)));
    }
    AccessList list = t.accessLists.find(t.ann, project.id()).orElseThrow();
    t.accessLists.update(
        t.ann, project.id(), list.etag(), annAnd(bob(), Access.READ, Access.UPLOAD));
    assertThat(t.accessLists.members(t.ann, project.id()))
        .contains(new Member(bob(), Set.of(Access.READ, Access.UPLOAD), Optional.empty()));
    t.accessLists.removeMember(t.ann, project.id(), bob());
    t.accessLists.removeMember(t.ann, project.id(), bob());
    assertThat(t.accessLists.members(t.ann, project.id())).hasSize(1);
    Entry folder = t.folder(project, "a");
    assertRefused(Kind.INVALID, "not_a_project", () -> t.accessLists.members(t.ann, folder.id()));
    assertRefused(
        Kind.FORBIDDEN,
        "access_denied",
        () -> t.accessLists.setRole(t.bob, project.id(), bob(), Role.OWNER));
    assertThat(Role.of(EnumSet.of(Access.READ, Access.DOWNLOAD))).contains(Role.READER);
  }

  @Test
  @Promise("A9")
  void replacingAListNeedsItsEtag() {
    Entry project = t.project("list etag");
    AccessList old = t.accessLists.find(t.ann, project.id()).orElseThrow();
    Map<Long, Set<Access>> grants = annAnd(bob(), Access.READ);
    AccessList list = t.accessLists.update(t.ann, project.id(), old.etag(), grants);
    assertThat(list.etag()).isNotEqualTo(old.etag());
    assertThat(t.accessLists.find(t.bob, project.id())).contains(list);
    for (String etag : List.of(old.etag(), "", project.etag())) {
      assertRefused(
          Kind.PRECONDITION_FAILED,
          "etag_mismatch",
          () -> t.accessLists.update(t.ann, project.id(), etag, grants));
    }
    t.accessLists.setRole(t.ann, project.id(), bob(), Role.EDITOR);
    assertRefused(
        Kind.PRECONDITION_FAILED,
        "etag_mismatch",
        () -> t.accessLists.update(t.ann, project.id(), list.etag(), grants));
  }
}
