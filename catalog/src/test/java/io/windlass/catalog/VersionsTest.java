package io.windlass.catalog;

import static io.windlass.catalog.TestCatalog.assertRefused;
import static io.windlass.catalog.TestCatalog.md5;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.Page;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionsTest extends CatalogFixture {
  private StoredFile content(int digest) {
    return t.stored(t.ann, LocationSettings.DEFAULT_LOCATION_ID, Optional.of(md5(digest)));
  }

  private Entry put(Entry file, StoredFile content) {
    return t.entries.update(t.ann, EntryChange.of(file.id()).withStoredFileId(content.id()));
  }

  private long number(Entry file) {
    return file.version().orElseThrow().number();
  }

  private List<Long> numbers(Entry file, int limit) {
    List<Long> numbers = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page.Of<FileVersion> page = t.versions.list(t.ann, file.id(), new Page(cursor, limit));
      page.items().forEach(version -> numbers.add(version.number()));
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return numbers;
  }

  @Test
  @Promise({"V1", "V4"})
  void versionsAreNumberedFromOneAndANumberIsNotGivenTwice() {
    Entry file = t.file(t.project("numbers"), "f");
    assertThat(number(file)).isEqualTo(1);
    assertRefused(Kind.INVALID, "only_version", () -> t.versions.delete(t.ann, file.id(), 1));

    assertThat(number(put(file, content(2)))).isEqualTo(2);
    assertThat(number(put(file, content(3)))).isEqualTo(3);
    Entry back = t.versions.delete(t.ann, file.id(), 3);
    assertThat(number(back)).isEqualTo(2);
    assertThat(back.version().orElseThrow().latest()).isTrue();
    assertThat(number(put(file, content(4)))).isEqualTo(4);

    Entry same = t.versions.delete(t.ann, file.id(), 1);
    assertThat(number(same)).isEqualTo(4);
    assertThat(numbers(file, 1)).containsExactly(4L, 2L);
    assertThat(numbers(file, 10)).containsExactly(4L, 2L);
    assertRefused(Kind.NOT_FOUND, "version_not_found", () -> t.versions.get(t.ann, file.id(), 1));
    assertRefused(
        Kind.NOT_FOUND, "version_not_found", () -> t.versions.delete(t.ann, file.id(), 3));
  }

  @Test
  void anOldVersionShowsItsOwnContent() {
    Entry file = t.file(t.project("old"), "f");
    put(file, content(2));

    Entry old = t.versions.get(t.ann, file.id(), 1);
    assertThat(old.version().orElseThrow().file()).isEqualTo(file.version().orElseThrow().file());
    assertThat(old.version().orElseThrow().latest()).isFalse();
    assertThat(number(t.entries.get(t.ann, file.id()))).isEqualTo(2);
  }

  @Test
  @Promise("V2")
  void contentWithTheSameMd5TakesThePlaceOfTheOldAndOtherContentMakesAVersion() {
    Entry file = t.file(t.project("same"), "f");
    StoredFile copy = content(1);
    Entry replaced = put(file, copy);
    assertThat(number(replaced)).isEqualTo(1);
    assertThat(replaced.version().orElseThrow().file().id()).isEqualTo(copy.id());
    assertThat(replaced.etag()).isNotEqualTo(file.etag());

    StoredFile unknown = t.stored(t.ann, LocationSettings.DEFAULT_LOCATION_ID, Optional.empty());
    assertThat(number(put(file, unknown))).isEqualTo(2);
    StoredFile unknownToo = t.stored(t.ann, LocationSettings.DEFAULT_LOCATION_ID, Optional.empty());
    assertThat(number(put(file, unknownToo))).isEqualTo(3);
    assertThat(number(put(file, unknownToo))).isEqualTo(3);

    Entry asked = t.entries.update(t.ann, EntryChange.of(file.id()).withNewVersion());
    assertThat(number(asked)).isEqualTo(4);
    assertThat(asked.version().orElseThrow().file().id()).isEqualTo(unknownToo.id());
  }

  @Test
  @Promise("V3")
  void onlyTheCallersOwnContentBecomesAVersion() {
    Entry project = t.project("own");
    Entry file = t.file(project, "f");
    t.accessLists.setRole(t.ann, project.id(), t.bob.user().id(), Role.EDITOR);
    StoredFile annsNext = content(2);

    assertRefused(
        Kind.FORBIDDEN,
        "stored_file_of_other",
        () -> t.entries.update(t.bob, EntryChange.of(file.id()).withStoredFileId(annsNext.id())));
    assertRefused(
        Kind.FORBIDDEN,
        "stored_file_of_other",
        () -> t.entries.createFile(t.bob, NewFile.named(project.id(), "g", annsNext.id())));
    assertRefused(
        Kind.NOT_FOUND,
        "stored_file_not_found",
        () -> t.entries.createFile(t.ann, NewFile.named(project.id(), "g", 5)));
    assertThat(t.entries.childNamed(t.ann, Optional.of(project.id()), "g")).isEmpty();
    Entry renamed =
        t.entries.update(
            t.bob,
            EntryChange.of(file.id())
                .withStoredFileId(file.version().orElseThrow().file().id())
                .withName("renamed by bob"));
    assertThat(renamed.name()).isEqualTo("renamed by bob");
  }

  @Test
  void aFolderHasNoContent() {
    Entry folder = t.folder(t.project("no content"), "a");
    assertRefused(Kind.INVALID, "not_a_file", () -> put(folder, content(1)));
    assertRefused(Kind.INVALID, "not_a_file", () -> t.versions.get(t.ann, folder.id(), 1));
  }

  @Test
  @Promise("V6")
  void aLabelBelongsToOneVersion() {
    Entry file = t.file(t.project("labels"), "f");
    Entry labelled =
        t.entries.update(
            t.ann,
            EntryChange.of(file.id()).withVersionLabel("v1").withVersionComment("first try"));
    assertThat(number(labelled)).isEqualTo(1);
    assertThat(labelled.version().orElseThrow().label()).contains("v1");
    assertThat(labelled.version().orElseThrow().comment()).contains("first try");

    Entry next =
        t.entries.update(t.ann, EntryChange.of(file.id()).withNewVersion().withVersionLabel("v1"));
    assertThat(next.version().orElseThrow().label()).isEmpty();
    assertThat(next.version().orElseThrow().comment()).isEmpty();
    Entry third =
        t.entries.update(t.ann, EntryChange.of(file.id()).withNewVersion().withVersionLabel("3"));
    assertThat(third.version().orElseThrow().label()).contains("3");
    assertThat(t.versions.get(t.ann, file.id(), 1).version().orElseThrow().label()).contains("v1");
  }

  @Test
  @Promise("V5")
  void aVersionIsPointedAtACopyOfTheSameContentOnly() {
    Entry project = t.project("swap");
    Entry file = t.file(project, "f");
    long old = file.version().orElseThrow().file().id();
    StoredFile copy = content(1);
    StoredFile other = content(2);
    StoredFile unknown = t.stored(t.ann, LocationSettings.DEFAULT_LOCATION_ID, Optional.empty());
    StoredFile bobs = t.stored(t.bob);

    assertRefused(
        Kind.PRECONDITION_FAILED,
        "stored_file_mismatch",
        () -> t.versions.swapFile(t.ann, file.id(), 1, copy.id(), copy.id()));
    for (StoredFile wrong : List.of(other, unknown)) {
      assertRefused(
          Kind.PRECONDITION_FAILED,
          "md5_mismatch",
          () -> t.versions.swapFile(t.ann, file.id(), 1, old, wrong.id()));
    }
    assertRefused(
        Kind.FORBIDDEN,
        "stored_file_of_other",
        () -> t.versions.swapFile(t.ann, file.id(), 1, old, bobs.id()));
    assertRefused(
        Kind.FORBIDDEN,
        "access_denied",
        () -> t.versions.swapFile(t.bob, file.id(), 1, old, bobs.id()));
    put(file, other);

    Entry swapped = t.versions.swapFile(t.ann, file.id(), 1, old, copy.id());
    assertThat(number(swapped)).isEqualTo(1);
    assertThat(swapped.version().orElseThrow().file().id()).isEqualTo(copy.id());
    assertThat(number(t.entries.get(t.ann, file.id()))).isEqualTo(2);
  }

  @Test
  void deletingAVersionNeedsDelete() {
    Entry project = t.project("delete version");
    Entry file = t.file(project, "f");
    put(file, content(2));
    t.accessLists.setRole(t.ann, project.id(), t.bob.user().id(), Role.READER);
    assertRefused(Kind.FORBIDDEN, "access_denied", () -> t.versions.delete(t.bob, file.id(), 1));
  }

  @Test
  @Promise("V7")
  void contentInUseIsNotForgottenAndOnlyOurOwnLastCopyIsOfferedForDeletion() {
    Entry project = t.project("forget");
    Entry file = t.file(project, "f");
    long inUse = file.version().orElseThrow().file().id();
    assertRefused(Kind.CONFLICT, "stored_file_in_use", () -> t.storedFiles.delete(t.ann, inUse));
    assertRefused(Kind.FORBIDDEN, "stored_file_of_other", () -> t.storedFiles.delete(t.bob, inUse));

    StoredFile free = content(2);
    assertThat(t.storedFiles.delete(t.ann, free.id())).isTrue();
    assertThat(t.storedFiles.find(free.id())).isEmpty();

    StoredFile one = content(3);
    StoredFile alsoNamed = register(one.locationId(), one.bucket(), one.key(), true);
    assertThat(t.storedFiles.delete(t.ann, one.id())).isFalse();
    assertThat(t.storedFiles.delete(t.ann, alsoNamed.id())).isTrue();

    var external = t.external(t.ann, "forget");
    StoredFile found = register(external.id(), external.bucket(), "forget/x", false);
    assertThat(t.storedFiles.delete(t.ann, found.id())).isFalse();
  }

  private StoredFile register(long locationId, String bucket, String key, boolean written) {
    return t.storedFiles.register(
        t.ann,
        new NewStoredFile(
            locationId,
            bucket,
            key,
            Optional.empty(),
            Optional.empty(),
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            written));
  }
}
