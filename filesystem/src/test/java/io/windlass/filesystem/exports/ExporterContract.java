package io.windlass.filesystem.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.imports.ImportListener;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.filesystem.watch.LocalChange;
import io.windlass.filesystem.watch.Seen;
import io.windlass.linux.Descriptor;
import io.windlass.linux.OpenFlags;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What exports promise, whatever the store. */
abstract class ExporterContract {
  @TempDir Path root;
  Linked linked;

  abstract S3TestStore backing();

  @BeforeEach
  void link() {
    linked = new Linked(backing(), root);
  }

  @AfterEach
  void unlink() {
    linked.close();
  }

  // ---- files

  @Test
  @Promise("E1")
  void aNewFileBecomesAnObjectWithItsMetadata() throws IOException {
    linked.write("a.csv", "x,y\n");
    Files.setPosixFilePermissions(
        linked.path("a.csv"), PosixFilePermissions.fromString("rw-r-----"));
    Files.setAttribute(linked.path("a.csv"), "unix:uid", 1234);
    Files.setAttribute(linked.path("a.csv"), "unix:gid", 99);
    Instant modified = Instant.ofEpochSecond(1_595_002_920L, 123_456_789);
    Files.setLastModifiedTime(linked.path("a.csv"), FileTime.from(modified));
    assertThat(linked.exporter.export("a.csv")).isInstanceOf(Exported.Written.class);
    ObjectFacts facts = linked.facts("a.csv");
    assertThat(linked.text("a.csv")).isEqualTo("x,y\n");
    assertThat(facts.contentType()).contains("text/csv");
    assertThat(facts.metadata())
        .containsEntry("file-permissions", "0100640")
        .containsEntry("file-owner", "1234")
        .containsEntry("file-group", "99")
        .containsEntry("file-mtime", "1595002920123456789ns")
        .containsEntry("user-agent", "aws-fsx-lustre")
        .containsKey("file-atime");
    FileState state = linked.state("a.csv");
    assertThat(state)
        .isEqualTo(
            FileState.local(
                linked.link.number(), "a.csv", facts.etag(), 4, 1_595_002_920_123_456_789L));
  }

  @Test
  @Promise("E2")
  void whatIsInStepIsLeftAlone() {
    linked.write("a", "one");
    linked.exporter.export("a");
    Map<String, String> before = linked.objects();
    assertThat(linked.exporter.export("a")).isInstanceOf(Exported.InStep.class);
    assertThat(linked.objects()).isEqualTo(before);
  }

  @Test
  void changedContentReplacesTheObject() {
    linked.write("a", "one");
    linked.exporter.export("a");
    linked.write("a", "two, longer");
    assertThat(linked.exporter.export("a")).isInstanceOf(Exported.Written.class);
    assertThat(linked.text("a")).isEqualTo("two, longer");
    assertThat(linked.state("a").etag()).isEqualTo(linked.facts("a").etag());
  }

  @Test
  @Promise("E2")
  void aTouchSendsNothingAndTheTimeTravelsWithTheNextExport() throws IOException {
    linked.write("a", "one");
    linked.exporter.export("a");
    String mtime = linked.facts("a").metadata().get("file-mtime");
    Files.setLastModifiedTime(linked.path("a"), FileTime.from(Instant.ofEpochSecond(1_000)));
    assertThat(linked.exporter.export("a")).isInstanceOf(Exported.InStep.class);
    assertThat(linked.facts("a").metadata()).containsEntry("file-mtime", mtime);
    assertThat(linked.exporter.archive("a")).isInstanceOf(Exported.InStep.class);
    Files.setPosixFilePermissions(linked.path("a"), PosixFilePermissions.fromString("rwx------"));
    assertThat(linked.exporter.export("a")).isInstanceOf(Exported.Relabelled.class);
    assertThat(linked.facts("a").metadata())
        .containsEntry("file-mtime", "1000000000000ns")
        .containsEntry("file-permissions", "0100700");
  }

  @Test
  @Promise("E4")
  void modeAndOwnerOfAReleasedFileGoToTheObjectWithoutItsContent() throws IOException {
    linked.put("a", "far away");
    linked.importer.importAll(Linked.PREFIX, Optional.empty(), ignoring());
    assertThat(linked.state("a").content()).isEqualTo(Content.RELEASED);
    Files.setPosixFilePermissions(linked.path("a"), PosixFilePermissions.fromString("rwx--x--x"));
    assertThat(linked.exporter.export("a")).isInstanceOf(Exported.Relabelled.class);
    assertThat(linked.facts("a").metadata()).containsEntry("file-permissions", "0100711");
    assertThat(linked.text("a")).isEqualTo("far away");
    assertThat(linked.state("a").content()).isEqualTo(Content.RELEASED);
    assertThat(linked.state("a").etag()).isEqualTo(linked.facts("a").etag());
  }

  @Test
  @Promise("E3")
  void aFileThatIsBeingWrittenWaits() throws IOException {
    linked.write("a", "one");
    try (OutputStream open = Files.newOutputStream(linked.path("a"), StandardOpenOption.APPEND)) {
      open.write(1);
      assertThat(linked.exporter.export("a")).isInstanceOf(Exported.Busy.class);
      assertThat(linked.exporter.archive("a"))
          .isInstanceOfSatisfying(
              Exported.Failed.class,
              failed -> assertThat(failed.code()).isEqualTo(ReportCode.RESOURCE_BUSY));
    }
    assertThat(linked.exporter.export("a")).isInstanceOf(Exported.Written.class);
  }

  @Test
  @Promise("E5")
  void aLargeFileGoesInPartsAndIsRecognisedAgain() throws IOException {
    byte[] bytes = new byte[(33 << 20) + 5];
    new Random(1).nextBytes(bytes);
    Files.write(linked.path("large"), bytes);
    assertThat(linked.exporter.export("large")).isInstanceOf(Exported.Written.class);
    assertThat(linked.bytes("large")).isEqualTo(bytes);
    assertThat(linked.facts("large").etag()).endsWith("-3");
    Files.setLastModifiedTime(linked.path("large"), FileTime.from(Instant.ofEpochSecond(5)));
    assertThat(linked.exporter.export("large")).isInstanceOf(Exported.InStep.class);
  }

  @Test
  @Promise("E6")
  void anEmptyFileIsAnEmptyObject() {
    linked.write("empty", "");
    linked.exporter.export("empty");
    assertThat(linked.facts("empty").size()).isZero();
  }

  @Test
  @Promise("E24")
  void aFileThatWasReplacedByRenamingIsItsNewContent() throws IOException {
    linked.write("a", "one");
    linked.exporter.export("a");
    linked.write(".a.swp", "two");
    Files.move(linked.path(".a.swp"), linked.path("a"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(linked.exporter.export("a")).isInstanceOf(Exported.Written.class);
    assertThat(linked.text("a")).isEqualTo("two");
    assertThat(linked.keys()).containsExactly("a");
  }

  // ---- directories, links, special files

  @Test
  @Promise("E6")
  void directoriesAndSymbolicLinksHaveObjects() throws IOException {
    Files.createDirectory(linked.path("d"));
    Files.setPosixFilePermissions(linked.path("d"), PosixFilePermissions.fromString("rwxr-x---"));
    Files.createSymbolicLink(linked.path("l"), Path.of("some/targét"));
    linked.exporter.export("d");
    linked.exporter.export("l");
    assertThat(linked.facts("d/").size()).isZero();
    assertThat(linked.facts("d/").metadata()).containsEntry("file-permissions", "0040750");
    assertThat(linked.text("l")).isEqualTo("some/targét");
    assertThat(linked.facts("l").metadata()).containsEntry("file-permissions", "0120777");
    assertThat(linked.exporter.export("d")).isInstanceOf(Exported.InStep.class);
    assertThat(linked.exporter.export("l")).isInstanceOf(Exported.InStep.class);
    Files.delete(linked.path("l"));
    Files.createSymbolicLink(linked.path("l"), Path.of("other"));
    linked.exporter.export("l");
    assertThat(linked.text("l")).isEqualTo("other");
  }

  @Test
  @Promise("E6")
  void pipesAreSkipped() {
    Commands.ok("mkfifo", linked.path("pipe").toString());
    assertThat(linked.exporter.export("pipe")).isInstanceOf(Exported.Skipped.class);
    assertThat(linked.keys()).isEmpty();
  }

  @Test
  @Promise("E7")
  void everyNameOfAFileHasAnObjectAndFollowsChangesThroughAnyName() throws IOException {
    linked.write("a", "one");
    linked.exporter.export("a");
    Files.createLink(linked.path("b"), linked.path("a"));
    linked.exporter.export("b");
    assertThat(linked.text("b")).isEqualTo("one");
    linked.write("b", "two");
    linked.exporter.export("b");
    assertThat(linked.text("a")).isEqualTo("two");
    assertThat(linked.text("b")).isEqualTo("two");
    linked.write("a", "three");
    linked.exporter.export("a");
    linked
        .changes
        .due(linked.link.id(), 10)
        .forEach(change -> linked.exporter.export(change.path()));
    assertThat(linked.text("b")).isEqualTo("three");
    Files.delete(linked.path("a"));
    linked.exporter.export("a");
    linked.exporter.export("b");
    assertThat(linked.keys()).containsExactly("b");
    assertThat(linked.text("b")).isEqualTo("three");
    assertThat(linked.state("b").key()).isEqualTo("b");
  }

  // ---- what cannot be

  @Test
  @Promise("E8")
  void namesThatAreNotUtf8AreRefused() {
    Commands.ok("sh", "-c", "cd '" + linked.directory + "' && touch \"$(printf 'x\\377y')\"");
    Map<String, Exported> heard = new ConcurrentHashMap<>();
    ExportCounts counts = linked.exporter.exportAll("", heard::put).orElseThrow();
    assertThat(counts).isEqualTo(new ExportCounts(1, 0, 1));
    assertThat(heard.values().iterator().next())
        .isInstanceOfSatisfying(
            Exported.Failed.class,
            failed ->
                assertThat(failed.code()).isEqualTo(ReportCode.S3_OBJECT_PATH_NOT_POSIX_COMPLIANT));
  }

  @Test
  @Promise("E8")
  void keysOverTheLimitAreRefused() throws IOException {
    String segment = "s".repeat(250);
    Path deep = linked.path(String.join("/", segment, segment, segment, segment, "x".repeat(20)));
    Files.createDirectories(deep.getParent());
    Files.writeString(deep, "x");
    String path = linked.directory.relativize(deep).toString();
    assertThat(linked.exporter.export(path))
        .isInstanceOfSatisfying(
            Exported.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(ReportCode.PATH_SIZE_TOO_LONG));
  }

  @Test
  @Promise("E8")
  void filesOverTheLimitAreRefused() throws IOException {
    try (var file = new RandomAccessFile(linked.path("huge").toFile(), "rw")) {
      file.setLength(Linked.SETTINGS.largestFile() + 1);
    }
    assertThat(linked.exporter.export("huge"))
        .isInstanceOfSatisfying(
            Exported.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(ReportCode.FILE_SIZE_TOO_LARGE));
    assertThat(linked.keys()).isEmpty();
  }

  // ---- removals

  @Test
  @Promise("E9")
  void theObjectOfAFileThatIsGoneIsDeleted() throws IOException {
    linked.write("a", "one");
    linked.exporter.export("a");
    Files.delete(linked.path("a"));
    assertThat(linked.exporter.export("a")).isEqualTo(new Exported.Deleted("a"));
    assertThat(linked.keys()).isEmpty();
  }

  @Test
  @Promise("E9")
  void anObjectThatNoEntryEverAgreedWithIsNotDeleted() {
    linked.put("foreign", "x");
    assertThat(linked.exporter.export("foreign")).isInstanceOf(Exported.InStep.class);
    assertThat(linked.keys()).containsExactly("foreign");
  }

  @Test
  void aFileInThePlaceOfADirectoryAndTheReverse() throws IOException {
    Files.createDirectory(linked.path("x"));
    linked.exporter.export("x");
    Files.delete(linked.path("x"));
    linked.write("x", "file");
    linked.exporter.export("x");
    assertThat(linked.keys()).containsExactly("x");
    Files.delete(linked.path("x"));
    Files.createDirectory(linked.path("x"));
    linked.exporter.export("x");
    assertThat(linked.keys()).containsExactly("x/");
  }

  // ---- conflicts

  @Test
  @Promise("E10")
  void whenBothSidesChangedTheObjectWinsAndTheFileIsKeptAside() {
    linked.write("a", "one");
    linked.exporter.export("a");
    linked.put("a", "theirs");
    linked.write("a", "ours!");
    assertThat(linked.exporter.export("a")).isEqualTo(new Exported.Overtaken("a"));
    assertThat(linked.text("a")).isEqualTo("theirs");
    restore("a");
    assertThat(linked.read("a")).isEqualTo("theirs");
    assertThat(losers()).containsExactly("ours!");
  }

  @Test
  @Promise("E10")
  void aNewFileDoesNotReplaceAnObjectThatItNeverMet() {
    linked.put("a", "theirs");
    linked.write("a", "ours");
    assertThat(linked.exporter.export("a")).isEqualTo(new Exported.Overtaken("a"));
    assertThat(linked.text("a")).isEqualTo("theirs");
    assertThat(losers()).containsExactly("ours");
  }

  @Test
  @Promise("E10")
  void aFileThatTookTheNameOfAChangedObjectIsKeptAside() throws IOException {
    linked.write("a", "one");
    linked.exporter.export("a");
    linked.put("a", "theirs");
    linked.write("tmp", "ours");
    Files.move(linked.path("tmp"), linked.path("a"), StandardCopyOption.REPLACE_EXISTING);
    assertThat(linked.exporter.export("a")).isEqualTo(new Exported.Overtaken("a"));
    assertThat(linked.text("a")).isEqualTo("theirs");
    assertThat(losers()).containsExactly("ours");
  }

  @Test
  @Promise("E11")
  void anObjectThatChangedIsNotDeletedForAFileThatIsGone() throws IOException {
    linked.write("a", "one");
    linked.exporter.export("a");
    linked.put("a", "theirs");
    Files.delete(linked.path("a"));
    assertThat(linked.exporter.export("a")).isEqualTo(new Exported.Overtaken("a"));
    restore("a");
    assertThat(linked.read("a")).isEqualTo("theirs");
  }

  @Test
  @Promise("E13")
  void equalContentIsNoConflict() {
    linked.put("a", "same");
    linked.write("a", "same");
    assertThat(linked.exporter.export("a"))
        .isInstanceOfAny(Exported.InStep.class, Exported.Relabelled.class);
    assertThat(linked.state("a").etag()).isEqualTo(linked.facts("a").etag());
    assertThat(losers()).isEmpty();
  }

  @Test
  @Promise("E12")
  void aFileThatChangedHereAndWasDeletedThereIsWrittenAgain() {
    linked.write("a", "one");
    linked.exporter.export("a");
    linked.store.delete(linked.id("a"));
    linked.write("a", "again");
    assertThat(linked.exporter.export("a")).isInstanceOf(Exported.Written.class);
    assertThat(linked.text("a")).isEqualTo("again");
  }

  // ---- renames

  @Test
  @Promise("E14")
  void aRenamedFileIsCopiedWithinTheStoreAndItsOldObjectDeleted() throws IOException {
    linked.write("a", "one");
    linked.exporter.export("a");
    Files.move(linked.path("a"), linked.path("b"));
    assertThat(linked.exporter.export("b")).isEqualTo(new Exported.Renamed("a", "b"));
    assertThat(linked.keys()).containsExactly("b");
    assertThat(linked.text("b")).isEqualTo("one");
    assertThat(linked.state("b").key()).isEqualTo("b");
    assertThat(linked.exporter.export("b")).isInstanceOf(Exported.InStep.class);
  }

  @Test
  @Promise("E14")
  void aReleasedFileIsRenamedWithoutItsContent() throws IOException {
    linked.put("a", "far away");
    linked.importer.apply(Linked.PREFIX + "a");
    Files.move(linked.path("a"), linked.path("b"));
    assertThat(linked.exporter.export("b")).isEqualTo(new Exported.Renamed("a", "b"));
    assertThat(linked.state("b").content()).isEqualTo(Content.RELEASED);
    assertThat(linked.keys()).containsExactly("b");
    assertThat(linked.text("b")).isEqualTo("far away");
  }

  @Test
  void aFileThatWasRenamedAndChangedIsWrittenUnderItsNewKey() throws IOException {
    linked.write("a", "one");
    linked.exporter.export("a");
    Files.move(linked.path("a"), linked.path("b"));
    linked.write("b", "two!");
    assertThat(linked.exporter.export("b")).isInstanceOf(Exported.Written.class);
    assertThat(linked.keys()).containsExactly("b");
    assertThat(linked.text("b")).isEqualTo("two!");
  }

  @Test
  @Promise("E15")
  void theOldObjectOfARenamedFileStaysWhenItChangedMeanwhile() throws IOException {
    linked.write("a", "one");
    linked.exporter.export("a");
    linked.put("a", "theirs");
    Files.move(linked.path("a"), linked.path("b"));
    linked.exporter.export("b");
    assertThat(linked.text("b")).isEqualTo("one");
    assertThat(linked.text("a")).isEqualTo("theirs");
  }

  // ---- policies

  @Test
  @Promise("E17")
  void policiesAreHeededOneByOne() throws IOException {
    linked.close();
    linked = new Linked(backing(), root, EnumSet.noneOf(Change.class), EnumSet.of(Change.CHANGED));
    linked.write("a", "one");
    assertThat(auto("a")).isInstanceOf(Exported.Skipped.class);
    linked.exporter.archive("a");
    linked.write("a", "two");
    assertThat(auto("a")).isInstanceOf(Exported.Written.class);
    Files.delete(linked.path("a"));
    assertThat(auto("a")).isInstanceOf(Exported.Skipped.class);
    assertThat(linked.text("a")).isEqualTo("two");
    linked.close();
    linked = new Linked(backing(), root, EnumSet.noneOf(Change.class), EnumSet.of(Change.NEW));
    linked.write("b", "one");
    assertThat(auto("b")).isInstanceOf(Exported.Written.class);
    linked.write("b", "two");
    assertThat(auto("b")).isInstanceOf(Exported.Skipped.class);
    assertThat(linked.state("b").changed()).isTrue();
    assertThat(linked.text("b")).isEqualTo("one");
    linked.close();
    linked = new Linked(backing(), root, EnumSet.noneOf(Change.class), EnumSet.of(Change.DELETED));
    linked.write("c", "one");
    linked.exporter.archive("c");
    Files.delete(linked.path("c"));
    assertThat(auto("c")).isEqualTo(new Exported.Deleted("c"));
  }

  private Exported auto(String path) {
    return linked.exporter.export(
        new LocalChange(
            linked.link.id(),
            path,
            1,
            Seen.Extent.ENTRY,
            Seen.Content.WRITTEN,
            linked.entry(path).isEmpty(),
            Instant.now(),
            0,
            Optional.empty(),
            Optional.empty()));
  }

  // ---- tasks

  @Test
  @Promise("E18")
  void aTaskExportsWhatIsNewOrChangedAndDeletesNothing() throws IOException {
    linked.write("d/a", "one");
    linked.write("d/b", "two");
    linked.write("c", "three");
    assertThat(linked.exporter.exportAll("", ExportListener.NONE))
        .contains(new ExportCounts(4, 4, 0));
    assertThat(linked.keys()).containsExactly("c", "d/", "d/a", "d/b");
    linked.write("d/a", "one, changed");
    Files.delete(linked.path("d/b"));
    Map<String, Exported> heard = new ConcurrentHashMap<>();
    assertThat(linked.exporter.exportAll("d", heard::put)).contains(new ExportCounts(2, 2, 0));
    assertThat(heard.get("d/a")).isInstanceOf(Exported.Written.class);
    assertThat(heard.get("d")).isInstanceOf(Exported.InStep.class);
    assertThat(linked.keys()).contains("d/b");
    assertThat(linked.exporter.exportAll("no/such", ExportListener.NONE)).isEmpty();
  }

  @Test
  void contentThatChangedBehindSizeAndTimeIsFoundWhenItWasSeenWritten() throws IOException {
    linked.write("a", "one");
    FileTime time = Files.getLastModifiedTime(linked.path("a"));
    linked.exporter.export("a");
    linked.write("a", "two");
    Files.setLastModifiedTime(linked.path("a"), time);
    assertThat(auto("a")).isInstanceOf(Exported.Written.class);
    assertThat(linked.text("a")).isEqualTo("two");
  }

  @Test
  void metadataOfAForeignObjectIsKeptAsItsContentType() throws IOException {
    linked.store.put(
        linked.id("page"),
        WriteOptions.NONE.withContentType("text/html"),
        Body.of("<p>".getBytes(StandardCharsets.UTF_8)));
    linked.importer.apply(Linked.PREFIX + "page");
    Files.setPosixFilePermissions(
        linked.path("page"), PosixFilePermissions.fromString("rw-------"));
    linked.exporter.export("page");
    assertThat(linked.facts("page").contentType()).contains("text/html");
  }

  // ----

  private void restore(String name) {
    try (Descriptor file = linked.base.open(name, OpenFlags.READ, 0)) {
      linked.site.contents().restore(file);
    }
  }

  private List<String> losers() {
    return linked.tree.conflicts().list(linked.link.id(), 10).stream()
        .map(loser -> {
          try {
            return Files.readString(root.resolve(loser.path()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        })
        .toList();
  }

  static ImportListener ignoring() {
    return ImportListener.NONE;
  }
}
