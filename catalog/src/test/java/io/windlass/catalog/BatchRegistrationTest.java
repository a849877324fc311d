package io.windlass.catalog;

import static io.windlass.catalog.TestCatalog.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.windlass.catalog.RegisteredBatch.Refusal;
import io.windlass.connection.location.Location;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchRegistrationTest extends CatalogFixture {
  /** An object whose path is what follows the prefix of its key. */
  static NewRegisteredFile object(String key, String prefix) {
    List<String> path = new ArrayList<>(List.of(key.substring(prefix.length()).split("/")));
    String name = path.removeLast();
    return new NewRegisteredFile(
        path,
        name,
        key,
        Optional.empty(),
        Optional.of("e-" + key),
        7,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  @Promise("L17")
  void aBatchBecomesFoldersAndFilesAndAgainChangesNothing() {
    Entry project = t.project("batch");
    Location location = t.external(t.ann, "data");
    List<NewRegisteredFile> files =
        List.of(
            object("data/top.csv", "data/"),
            object("data/a/1.csv", "data/"),
            object("data/a/2.csv", "data/"),
            object("data/a/b/c/3.csv", "data/"));

    RegisteredBatch first = t.entries.registerBatch(t.ann, project.id(), location.id(), files);
    assertThat(first).isEqualTo(new RegisteredBatch(4, 0, List.of()));
    Entry deep = t.entries.at(t.ann, CatalogPath.parse("batch/a/b/c/3.csv"));
    StoredFile content = deep.version().orElseThrow().file();
    assertThat(content.key()).isEqualTo("data/a/b/c/3.csv");
    assertThat(content.bucket()).isEqualTo(TestCatalog.BUCKET);
    assertThat(content.storeEtag()).contains("e-data/a/b/c/3.csv");
    assertThat(content.size()).isEqualTo(7);
    assertThat(content.md5()).isEmpty();
    assertThat(content.written()).isFalse();
    assertThat(deep.projectId()).isEqualTo(project.id());
    assertThat(deep.benefactorId()).isEqualTo(project.id());

    RegisteredBatch again = t.entries.registerBatch(t.ann, project.id(), location.id(), files);
    assertThat(again).isEqualTo(new RegisteredBatch(0, 4, List.of()));
    assertThat(t.entries.at(t.ann, CatalogPath.parse("batch/a/b/c/3.csv"))).isEqualTo(deep);
    assertThat(t.entries.registerBatch(t.ann, project.id(), location.id(), List.of()))
        .isEqualTo(new RegisteredBatch(0, 0, List.of()));
  }

  @Test
  @Promise({"L17", "L13"})
  void whatBreaksARuleIsRefusedByItself() {
    Entry project = t.project("refusals");
    Location location = t.external(t.ann, "base");
    t.folder(project, "taken");
    t.file(project, "file");
    NewRegisteredFile changed = object("base/changed", "base/");
    t.entries.registerBatch(t.ann, project.id(), location.id(), List.of(changed));
    NewRegisteredFile other =
        new NewRegisteredFile(
            List.of(),
            "changed",
            changed.key(),
            Optional.empty(),
            Optional.of("another etag"),
            7,
            Optional.empty(),
            Optional.empty());

    RegisteredBatch batch =
        t.entries.registerBatch(
            t.ann,
            project.id(),
            location.id(),
            List.of(
                object("base/good", "base/"),
                object("base/taken", "base/"),
                object("base/file/x", "base/"),
                object("base/file/y/z", "base/"),
                object("base2/x", "base2/"),
                object("base/owner.txt", "base/"),
                object("base/a/owner.txt", "base/"),
                object("base/a/..", "base/"),
                object("base/a//b", "base/"),
                object("base/twice", "base/"),
                object("base/ twice", "base/"),
                object("base/" + "d/".repeat(60) + "x", "base/"),
                other));

    assertThat(batch.registered()).isEqualTo(2);
    assertThat(batch.skipped()).isZero();
    assertThat(batch.refused())
        .extracting(Refusal::key, Refusal::code)
        .containsExactlyInAnyOrder(
            tuple("base/taken", "name_taken"),
            tuple("base/file/x", "name_taken"),
            tuple("base/file/y/z", "name_taken"),
            tuple("base2/x", "key_outside_location"),
            tuple("base/owner.txt", "owner_file"),
            tuple("base/a/owner.txt", "owner_file"),
            tuple("base/a/..", "invalid_name"),
            tuple("base/a//b", "invalid_name"),
            tuple("base/ twice", "name_taken"),
            tuple("base/" + "d/".repeat(60) + "x", "path_too_deep"),
            tuple("base/changed", "name_taken"));
    assertThat(
            t.entries.children(t.ann, Optional.of(project.id()), ChildrenQuery.BY_NAME).entries())
        .extracting(Entry::name)
        .containsExactly("changed", "file", "good", "taken", "twice");
  }

  @Test
  @Promise("L17")
  void aFolderWhereTheCallerMayNotCreateTakesNothing() {
    Entry project = t.project("closed");
    Entry closed = t.folder(project, "closed");
    Location location = t.external(t.bob, "closed");
    t.accessLists.setRole(t.ann, project.id(), t.bob.user().id(), Role.EDITOR);
    t.accessLists.create(
        t.ann,
        closed.id(),
        Map.of(t.ann.user().id(), Role.OWNER.access(), t.bob.user().id(), Role.READER.access()));

    RegisteredBatch batch =
        t.entries.registerBatch(
            t.bob,
            project.id(),
            location.id(),
            List.of(
                object("closed/open/1", "closed/"),
                object("closed/closed/2", "closed/"),
                object("closed/closed/new/3", "closed/")));
    assertThat(batch.registered()).isEqualTo(1);
    assertThat(batch.refused())
        .extracting(Refusal::code)
        .containsExactly("access_denied", "access_denied");
    assertThat(t.entries.hasChildren(t.ann, closed.id())).isFalse();
  }

  @Test
  @Promise("L14")
  void onlyTheOwnerRegistersWhatIsInALocation() {
    Entry project = t.project("whose objects");
    t.accessLists.setRole(t.ann, project.id(), t.bob.user().id(), Role.EDITOR);
    Location anns = t.external(t.ann, "anns");
    List<NewRegisteredFile> files = List.of(object("anns/x", "anns/"));
    assertRefused(
        Kind.FORBIDDEN,
        "location_of_other",
        () -> t.entries.registerBatch(t.bob, project.id(), anns.id(), files));
    assertRefused(
        Kind.INVALID,
        "location_not_external",
        () -> t.entries.registerBatch(t.ann, project.id(), 1, List.of(object("x", ""))));
    assertRefused(
        Kind.INVALID,
        "unknown_location",
        () -> t.entries.registerBatch(t.ann, project.id(), 99999, files));
    assertRefused(
        Kind.FORBIDDEN,
        "access_denied",
        () ->
            t.entries.registerBatch(
                t.user("carol-" + System.nanoTime(), false),
                project.id(),
                t.external(t.bob, "c").id(),
                files));

    Location sts = t.sts(t.ann, "anns-sts");
    Entry folder = t.stsFolder(project, "sts", sts);
    List<NewRegisteredFile> inSts = List.of(object("anns-sts/x", "anns-sts/"));
    assertThat(t.entries.registerBatch(t.bob, folder.id(), sts.id(), inSts).registered())
        .isEqualTo(1);
  }

  @Test
  @Promise({"L9", "L17"})
  void aBatchMatchesTheLocationOfEveryFolderItGoesTo() {
    Entry project = t.project("batch sts");
    Location sts = t.sts(t.ann, "batch-sts");
    Location plain = t.external(t.ann, "batch-plain");
    Entry folder = t.stsFolder(project, "sts", sts);

    assertRefused(
        Kind.INVALID,
        "sts_folder_location",
        () ->
            t.entries.registerBatch(
                t.ann, folder.id(), plain.id(), List.of(object("batch-plain/x", "batch-plain/"))));
    assertRefused(
        Kind.INVALID,
        "sts_file_location",
        () ->
            t.entries.registerBatch(
                t.ann, project.id(), sts.id(), List.of(object("batch-sts/x", "batch-sts/"))));
    RegisteredBatch batch =
        t.entries.registerBatch(
            t.ann,
            project.id(),
            plain.id(),
            List.of(
                object("batch-plain/sts/x", "batch-plain/"),
                object("batch-plain/sts/new/x", "batch-plain/"),
                object("batch-plain/x", "batch-plain/")));
    assertThat(batch.registered()).isEqualTo(1);
    assertThat(batch.refused())
        .extracting(Refusal::code)
        .containsExactly("sts_folder_location", "sts_folder_location");
  }

  @Test
  void aBatchHasAnUpperBound() {
    Entry project = t.project("bound");
    Location location = t.external(t.ann, "bound");
    List<NewRegisteredFile> files = Collections.nCopies(10_001, object("bound/x", "bound/"));
    assertRefused(
        Kind.INVALID,
        "batch_too_large",
        () -> t.entries.registerBatch(t.ann, project.id(), location.id(), files));
  }
}
