package io.windlass.catalog;

import static io.windlass.catalog.TestCatalog.assertRefused;
import static io.windlass.catalog.TestCatalog.md5;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.connection.location.Location;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.junit.jupiter.api.Test;

class StsRulesTest extends CatalogFixture {
  private StoredFile in(Location location) {
    return t.stored(t.ann, location.id(), Optional.of(md5(1)));
  }

  private Entry file(Entry parent, String name, StoredFile content) {
    return t.entries.createFile(t.ann, NewFile.named(parent.id(), name, content.id()));
  }

  private Entry move(Entry entry, Entry parent) {
    return t.entries.update(t.ann, EntryChange.of(entry.id()).withParentId(parent.id()));
  }

  @Test
  @Promise("L3")
  void anStsLocationIsForFoldersOnly() {
    Entry project = t.project("folders only");
    Location sts = t.sts(t.ann, "folders-only");
    assertRefused(
        Kind.INVALID,
        "sts_folders_only",
        () -> t.settings.create(t.ann, project.id(), List.of(sts.id())));
    LocationSetting plain = t.settings.create(t.ann, project.id(), List.of(1L));
    assertRefused(
        Kind.INVALID,
        "sts_folders_only",
        () -> t.settings.update(t.ann, plain.id(), Optional.empty(), List.of(sts.id())));
  }

  @Test
  @Promise("L5")
  void anStsLocationIsAlone() {
    Entry folder = t.folder(t.project("alone"), "a");
    Location sts = t.sts(t.ann, "alone");
    for (List<Long> ids : List.of(List.of(sts.id(), 1L), List.of(1L, sts.id()))) {
      assertRefused(
          Kind.INVALID, "sts_location_alone", () -> t.settings.create(t.ann, folder.id(), ids));
    }
  }

  @Test
  @Promise("L4")
  void anStsLocationIsSetOnAnEmptyFolderOnlyAndTrashedChildrenCount() {
    Entry project = t.project("empty");
    Location sts = t.sts(t.ann, "empty");
    Entry folder = t.folder(project, "a");
    Entry child = t.folder(folder, "child");
    String code = "sts_folder_not_empty";
    assertRefused(
        Kind.INVALID, code, () -> t.settings.create(t.ann, folder.id(), List.of(sts.id())));
    t.trash.put(t.ann, child.id());
    assertRefused(
        Kind.INVALID, code, () -> t.settings.create(t.ann, folder.id(), List.of(sts.id())));
    LocationSetting plain = t.settings.create(t.ann, folder.id(), List.of(1L));
    assertRefused(
        Kind.INVALID,
        code,
        () -> t.settings.update(t.ann, plain.id(), Optional.empty(), List.of(sts.id())));

    t.trash.purge(t.ann, child.id());
    LocationSetting changed =
        t.settings.update(t.ann, plain.id(), Optional.empty(), List.of(sts.id()));
    assertThat(changed.locationIds()).containsExactly(sts.id());
  }

  @Test
  @Promise("L4")
  void anStsLocationIsChangedAndDroppedOnAnEmptyFolderOnlyAndTrashedChildrenCount() {
    Entry project = t.project("empty removal");
    Location sts = t.sts(t.ann, "removal");
    Location other = t.sts(t.ann, "removal-other");
    Entry folder = t.stsFolder(project, "a", sts);
    LocationSetting setting = t.settings.find(t.ann, folder.id()).orElseThrow();
    Entry child = t.folder(folder, "child");
    String code = "sts_folder_not_empty";
    for (int round = 0; round < 2; round++) {
      for (List<Long> ids : List.of(List.of(1L), List.of(other.id()), List.of(sts.id()))) {
        assertRefused(
            Kind.INVALID,
            code,
            () -> t.settings.update(t.ann, setting.id(), Optional.empty(), ids));
      }
      assertRefused(Kind.INVALID, code, () -> t.settings.delete(t.ann, setting.id()));
      t.trash.put(t.ann, child.id());
    }
    t.trash.purge(t.ann, child.id());
    t.settings.delete(t.ann, setting.id());
    assertThat(t.settings.effective(folder.id())).isEmpty();
  }

  @Test
  @Promise("L6")
  void noSettingIsAddedOnOrBelowAnStsFolder() {
    Entry project = t.project("override");
    Location sts = t.sts(t.ann, "override");
    Entry folder = t.stsFolder(project, "a", sts);
    Entry below = t.folder(t.folder(folder, "b"), "c");
    for (Entry entry : List.of(folder, below)) {
      for (long id : List.of(1L, sts.id(), t.external(t.ann, "override2").id())) {
        assertRefused(
            Kind.INVALID,
            "sts_setting_inherited",
            () -> t.settings.create(t.ann, entry.id(), List.of(id)));
      }
    }
    assertThat(t.settings.effectiveLocationId(below.id())).isEqualTo(sts.id());
  }

  @Test
  @Promise("L7")
  void belowAnStsFolderNothingHasAListOfItsOwnButTheFolderItselfMay() {
    Entry project = t.project("sts lists");
    Entry folder = t.stsFolder(project, "a", t.sts(t.ann, "sts-lists"));
    Entry below = t.folder(folder, "b");
    Entry file =
        file(
            below,
            "f",
            in(t.locations.find(t.settings.effectiveLocationId(below.id())).orElseThrow()));
    Map<Long, Set<Access>> grants = Map.of(t.ann.user().id(), Role.OWNER.access());
    for (Entry entry : List.of(below, file)) {
      assertRefused(
          Kind.INVALID, "sts_access_list", () -> t.accessLists.create(t.ann, entry.id(), grants));
    }
    t.accessLists.create(t.ann, folder.id(), grants);
    assertThat(t.entries.get(t.ann, file.id()).benefactorId()).isEqualTo(folder.id());
  }

  @Test
  @Promise("L9")
  void aFileMatchesTheLocationOfItsFolder() {
    Entry project = t.project("match");
    Location one = t.sts(t.ann, "match-one");
    Location two = t.sts(t.ann, "match-two");
    Location plain = t.external(t.ann, "match-plain");
    Entry folder = t.stsFolder(project, "a", one);
    Entry below = t.folder(folder, "b");

    assertRefused(Kind.INVALID, "sts_file_location", () -> file(project, "f", in(one)));
    assertRefused(Kind.INVALID, "sts_file_location", () -> file(below, "f", in(two)));
    assertRefused(Kind.INVALID, "sts_folder_location", () -> file(below, "f", in(plain)));
    assertRefused(Kind.INVALID, "sts_folder_location", () -> file(folder, "f", t.stored(t.ann)));
    assertThat(t.entries.hasChildren(t.ann, below.id())).isFalse();
    assertThat(file(project, "plain", in(plain)).name()).isEqualTo("plain");

    Entry file = file(below, "f", in(one));
    for (Location wrong : List.of(two, plain)) {
      StoredFile content = in(wrong);
      assertThat(
              TestCatalog.problemOf(() ->
                      t.entries.update(
                          t.ann, EntryChange.of(file.id()).withStoredFileId(content.id())))
                  .code())
          .isIn("sts_file_location", "sts_folder_location");
      long old = file.version().orElseThrow().file().id();
      assertThat(
              TestCatalog.problemOf(
                      () -> t.versions.swapFile(t.ann, file.id(), 1, old, content.id()))
                  .code())
          .isIn("sts_file_location", "sts_folder_location");
    }
    StoredFile same = in(one);
    assertThat(
            t.entries
                .update(t.ann, EntryChange.of(file.id()).withStoredFileId(same.id()))
                .version()
                .orElseThrow()
                .file())
        .isEqualTo(same);
  }

  @Test
  @Promise("L9")
  void contentAndParentChangedAtOnceMatchTheNewParent() {
    Entry project = t.project("match at once");
    Location one = t.sts(t.ann, "at-once");
    Entry a = t.stsFolder(project, "a", one);
    Entry b = t.stsFolder(project, "b", one);
    Entry file = file(a, "f", in(one));
    StoredFile plain = t.stored(t.ann);
    assertRefused(
        Kind.INVALID,
        "sts_folder_location",
        () ->
            t.entries.update(
                t.ann,
                EntryChange.of(file.id()).withParentId(b.id()).withStoredFileId(plain.id())));
    StoredFile fitting = in(one);
    assertThat(
            t.entries
                .update(
                    t.ann,
                    EntryChange.of(file.id()).withParentId(b.id()).withStoredFileId(fitting.id()))
                .parentId())
        .contains(b.id());
  }

  @Test
  @Promise({"L10", "L8"})
  void nothingMovesAcrossStsLocations() {
    Entry project = t.project("moves");
    Location one = t.sts(t.ann, "moves-one");
    Location two = t.sts(t.ann, "moves-two");
    Entry a = t.stsFolder(project, "a", one);
    Entry sameAsA = t.stsFolder(project, "same as a", one);
    Entry b = t.stsFolder(project, "b", two);
    Entry inA = t.folder(a, "folder");
    Entry fileInA = file(a, "file", in(one));
    Entry plain = t.folder(project, "plain");
    Entry plainFile = t.file(project, "plain file");

    for (Entry moved : List.of(inA, fileInA)) {
      for (Entry to : List.of(project, plain, b)) {
        assertRefused(Kind.INVALID, "sts_move", () -> move(moved, to));
      }
      assertThat(move(moved, sameAsA).parentId()).contains(sameAsA.id());
    }
    for (Entry moved : List.of(plain, plainFile)) {
      for (Entry to : List.of(a, b, inA)) {
        assertRefused(Kind.INVALID, "sts_move", () -> move(moved, to));
      }
    }
    assertThat(move(plainFile, plain).parentId()).contains(plain.id());
    assertRefused(Kind.INVALID, "project_parent", () -> move(t.project("project into sts"), a));
  }

  @Test
  @Promise("L11")
  void aFolderWithASettingIsNotMovedBelowAnStsFolderButElsewhere() {
    Entry project = t.project("roots");
    Location one = t.sts(t.ann, "roots");
    Entry a = t.stsFolder(project, "a", one);
    Entry same = t.stsFolder(project, "same", one);
    Entry withPlain = t.folder(project, "with plain");
    t.settings.create(t.ann, withPlain.id(), List.of(t.external(t.ann, "roots2").id()));
    Entry inA = t.folder(a, "in a");
    Entry file = file(inA, "f", in(one));

    for (Entry root : List.of(same, withPlain)) {
      for (Entry to : List.of(a, inA)) {
        assertRefused(Kind.INVALID, "sts_nested", () -> move(root, to));
      }
    }
    Entry other = t.project("roots elsewhere");
    Entry deeper = t.folder(other, "deeper");
    assertThat(move(a, deeper).projectId()).isEqualTo(other.id());
    assertThat(t.settings.effectiveLocationId(file.id())).isEqualTo(one.id());
    assertThat(move(a, withPlain).parentId()).contains(withPlain.id());
  }

  @Test
  @Promise("L10")
  void aFolderThatHoldsAnStsFolderMovesBetweenPlainPlacesOnly() {
    Entry project = t.project("holder");
    Entry holder = t.folder(project, "holder");
    t.stsFolder(holder, "inner", t.sts(t.ann, "holder-in"));
    Entry outer = t.stsFolder(project, "outer", t.sts(t.ann, "holder-out"));
    assertRefused(Kind.INVALID, "sts_move", () -> move(holder, outer));
    assertThat(move(holder, t.folder(project, "plain")).name()).isEqualTo("holder");
  }

  @Test
  @Promise({"L12", "L8"})
  void whatIsInTheTrashReturnsBelowStsOnlyToWhereItWas() {
    Entry project = t.project("restore");
    Location one = t.sts(t.ann, "restore");
    Entry a = t.stsFolder(project, "a", one);
    Entry same = t.stsFolder(project, "same", one);
    Entry inA = t.folder(a, "in a");
    Entry file = file(a, "f", in(one));
    Entry plain = t.folder(project, "plain");
    for (Entry gone : List.of(inA, file)) {
      t.trash.put(t.ann, gone.id());
      assertRefused(
          Kind.INVALID,
          "sts_restore",
          () -> t.trash.restore(t.ann, gone.id(), Optional.of(same.id())));
      assertRefused(
          Kind.INVALID,
          "sts_move",
          () -> t.trash.restore(t.ann, gone.id(), Optional.of(plain.id())));
      assertThat(t.trash.restore(t.ann, gone.id(), Optional.empty()).parentId()).contains(a.id());
    }
    t.trash.put(t.ann, plain.id());
    assertRefused(
        Kind.INVALID, "sts_restore", () -> t.trash.restore(t.ann, plain.id(), Optional.of(a.id())));

    t.trash.put(t.ann, same.id());
    assertThat(t.trash.restore(t.ann, same.id(), Optional.empty()).id()).isEqualTo(same.id());
    assertThat(t.settings.effectiveLocationId(same.id())).isEqualTo(one.id());
  }

  @Test
  @Promise("L13")
  void anObjectLiesStrictlyBelowTheBaseKeyByWholeSegments() {
    Location base = t.external(t.ann, "base");
    Location deep = t.external(t.ann, "a/b.c");
    Location whole = t.external(t.ann, "");
    String outside = "key_outside_location";
    for (String key :
        List.of("base2/x", "base", "base/", "bas/x", "x/base/y", "", "/base/x", "BASE/x")) {
      assertRefused(Kind.INVALID, outside, () -> StsRules.onObject(base, TestCatalog.BUCKET, key));
    }
    assertRefused(
        Kind.INVALID, outside, () -> StsRules.onObject(deep, TestCatalog.BUCKET, "a/bxc/d"));
    assertRefused(Kind.INVALID, "wrong_bucket", () -> StsRules.onObject(base, "other", "base/x"));
    for (String key : List.of("base/owner.txt", "base/a/owner.txt")) {
      assertRefused(
          Kind.INVALID, "owner_file", () -> StsRules.onObject(base, TestCatalog.BUCKET, key));
    }
    assertRefused(
        Kind.INVALID,
        "owner_file",
        () -> StsRules.onObject(whole, TestCatalog.BUCKET, "owner.txt"));
    StsRules.onObject(base, TestCatalog.BUCKET, "base/x");
    StsRules.onObject(base, TestCatalog.BUCKET, "base//");
    StsRules.onObject(base, TestCatalog.BUCKET, "base/owner.txt.bak");
    StsRules.onObject(deep, TestCatalog.BUCKET, "a/b.c/d");
    StsRules.onObject(whole, TestCatalog.BUCKET, "x");
  }

  @Test
  @Promise("L13")
  void noKeyBesideTheBaseKeyIsEverTaken() {
    Arbitrary<String> parts = Arbitraries.strings().withChars("ab/.").ofMinLength(1).ofMaxLength(6);
    List<String> keys = parts.list().ofSize(2000).sample();
    List<String> bases = parts.list().ofSize(50).sample();
    for (String text : bases) {
      String baseKey = text.replaceAll("^/+|/+$", "");
      Location location = t.external(t.ann, baseKey);
      List<String> taken = new ArrayList<>();
      for (String key : keys) {
        if (location.holds(key)) {
          taken.add(key);
        }
      }
      assertThat(taken)
          .allSatisfy(key -> {
            StsRules.onObject(location, TestCatalog.BUCKET, key);
            if (!baseKey.isEmpty()) {
              assertThat(key).startsWith(baseKey + "/").isNotEqualTo(baseKey + "/");
            }
          });
    }
  }

  @Test
  @Promise("L14")
  void anObjectThatWindlassDidNotWriteIsRegisteredByTheOwnerOfItsExternalLocation() {
    Location bobs = t.external(t.bob, "bobs");
    Location managed = t.locations.managedDefault();
    assertRefused(Kind.FORBIDDEN, "location_of_other", () -> register(bobs, "bobs/x", false));
    assertRefused(Kind.INVALID, "location_not_external", () -> register(managed, "x", false));
    assertThat(t.storedFiles.getOwn(t.ann, register(managed, "x", true)).key()).isEqualTo("x");
    Location anns = t.external(t.ann, "anns");
    long id = register(anns, "anns/d/x.csv", false);
    assertThat(t.storedFiles.getOwn(t.ann, id).fileName()).isEqualTo("x.csv");
    assertThat(t.storedFiles.getOwn(t.ann, id).contentType()).isEqualTo("application/octet-stream");
    assertRefused(Kind.FORBIDDEN, "stored_file_of_other", () -> t.storedFiles.getOwn(t.bob, id));
    assertThat(t.storedFiles.getOwn(t.root, id).id()).isEqualTo(id);
    assertRefused(Kind.INVALID, "key_outside_location", () -> register(anns, "anns2/x", false));
  }

  private long register(Location location, String key, boolean written) {
    return t.storedFiles
        .register(
            t.ann,
            new NewStoredFile(
                location.id(),
                location.bucket(),
                key,
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.of("ABCDEF0123456789ABCDEF0123456789"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                written))
        .id();
  }

  @Test
  @Promise("L16")
  void aWebAddressIsNoFileOfAnStsLocation() {
    assertRefused(Kind.INVALID, "sts_address", () -> StsRules.onAddress(t.sts(t.ann, "address")));
    StsRules.onAddress(t.external(t.ann, "address2"));
  }
}
