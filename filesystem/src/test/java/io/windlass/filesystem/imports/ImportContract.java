package io.windlass.filesystem.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.imports.Applied.Outcome;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.tree.ObjectMetadata;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.linux.FileStatus;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.S3TestStore.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the import of keys promises, whatever store and kind of tree there is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImportContract {
  private static final long WHEN = 1_595_002_920_000_000_001L;
  private static final ObjectMetadata METADATA =
      ObjectMetadata.of(0100640, 1234, 4321, WHEN, WHEN + 1);

  private Ground ground;

  abstract S3TestStore backing();

  abstract Ground ground();

  /** Whether entries can be read as users read them. */
  abstract boolean readable();

  @BeforeEach
  void prepare() {
    ground = ground();
  }

  final Ground prepared() {
    return ground;
  }

  @AfterEach
  void nothingUnfinishedIsLeft() throws IOException {
    assertThat(ground.unfinished()).isEmpty();
    ground.close();
  }

  // ---- new objects

  @Test
  @Promise({"I1", "I5", "P1"})
  void aNewObjectBecomesAFileWithSizeOwnerModeAndTimes() throws IOException {
    Written written = ground.put("a/b.txt", "content", METADATA);

    assertThat(ground.apply("a/b.txt").outcome()).isEqualTo(Outcome.CREATED);

    FileStatus status = ground.status("a/b.txt");
    assertThat(status.size()).isEqualTo(7);
    assertThat(status.permissions()).isEqualTo(0640);
    assertThat(status.uid()).isEqualTo(1234);
    assertThat(status.gid()).isEqualTo(4321);
    assertThat(status.modified()).isEqualTo(WHEN);
    assertThat(status.accessed()).isEqualTo(WHEN + 1);
    assertThat(ground.state("a/b.txt"))
        .contains(
            new FileState(
                7,
                "a/b.txt",
                written.etag(),
                7,
                WHEN,
                ground.tree.lazy() ? Content.RELEASED : Content.LOCAL,
                false,
                false));
    expectContent("a/b.txt", "content");
    assertThat(ground.paths()).containsExactly("a/", "a/b.txt");
  }

  @Test
  @Promise("M3")
  void anObjectWithoutMetadataIsRootsWithMode755AndTheTimeOfTheObject() throws IOException {
    ground.put("a/b.txt", "content");
    Instant modified = ground.store.head(ObjectId.of(ground.bucket, "data/a/b.txt")).lastModified();
    ground.put("marked/", "");

    ground.apply("a/b.txt");
    ground.apply("marked/");

    for (String path : new String[] {"a", "a/b.txt", "marked"}) {
      assertThat(ground.status(path).permissions()).as(path).isEqualTo(0755);
      assertThat(ground.status(path).uid()).as(path).isZero();
      assertThat(ground.status(path).gid()).as(path).isZero();
    }
    assertThat(Files.getLastModifiedTime(ground.at("a/b.txt")).toInstant()).isEqualTo(modified);
    assertThat(ground.state("a")).isEmpty();
    assertThat(ground.state("marked")).isPresent();
  }

  @Test
  @Promise({"M4", "I10"})
  void aSlashMakesADirectoryWhateverTypeAndBodySay() throws IOException {
    ground.put("d/", "somebody's data", ObjectMetadata.of(0100664, 12, 13, WHEN, WHEN));

    assertThat(ground.apply("d/").outcome()).isEqualTo(Outcome.CREATED);

    assertThat(ground.status("d").isDirectory()).isTrue();
    assertThat(ground.status("d").permissions()).isEqualTo(0664);
    assertThat(ground.status("d").uid()).isEqualTo(12);
    assertThat(ground.status("d").modified()).isEqualTo(WHEN);
    assertThat(ground.state("d").orElseThrow().key()).isEqualTo("d/");
    assertThat(ground.apply("d/").outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aMarkerThatComesAfterItsFilesGivesTheDirectoryItsMetadata() {
    ground.put("d/x", "1");
    ground.apply("d/x");
    ground.put("d/", "", ObjectMetadata.of(0040750, 12, 13, WHEN, WHEN));

    ground.importer(Change.NEW).apply("data/d/");

    assertThat(ground.status("d").permissions()).isEqualTo(0750);
    assertThat(ground.status("d").uid()).isEqualTo(12);
  }

  @Test
  void theMarkerOfTheLinkedDirectoryWithoutMetadataLeavesItAsItIs() throws IOException {
    Files.setAttribute(ground.at(""), "unix:mode", 0700);
    ground.put("", "");
    assertThat(ground.apply("").outcome()).isEqualTo(Outcome.REPLACED);
    assertThat(Files.getAttribute(ground.at(""), "unix:mode")).isEqualTo(0040700);
    ground.delete("");
    assertThat(ground.apply("").outcome()).isEqualTo(Outcome.KEPT);
    assertThat(ground.at("")).isDirectory();
  }

  @Test
  void anEmptyObjectIsAnEmptyFileThatIsWhole() throws IOException {
    ground.put("empty", "");
    ground.apply("empty");
    assertThat(Reader.bytes(ground.at("empty"))).isEmpty();
    assertThat(ground.state("empty").orElseThrow().content()).isEqualTo(Content.LOCAL);
  }

  @Test
  @Promise("I8")
  void aSymbolicLinkIsAnObjectWhoseBodyIsTheTarget() throws IOException {
    ObjectMetadata link = ObjectMetadata.of(0120777, 5, 6, WHEN, WHEN);
    ground.put("l", "../some where/é", link);
    ground.put("empty", "", link);
    ground.put("long", "x".repeat(4096), link);

    assertThat(ground.apply("l").outcome()).isEqualTo(Outcome.CREATED);

    assertThat(Files.readSymbolicLink(ground.at("l"))).hasToString("../some where/é");
    assertThat(ground.status("l").uid()).isEqualTo(5);
    assertThat(ground.status("l").modified()).isEqualTo(WHEN);
    assertThat(ground.state("l").orElseThrow().key()).isEqualTo("l");
    assertThat(code(ground.apply("empty")))
        .isEqualTo(ReportCode.S3_OBJECT_PATH_NOT_POSIX_COMPLIANT);
    assertThat(code(ground.apply("long"))).isEqualTo(ReportCode.PATH_SIZE_TOO_LONG);
    assertThat(ground.apply("l").outcome()).isEqualTo(Outcome.UNCHANGED);
    ground.put("l", "elsewhere", link);
    assertThat(ground.apply("l").outcome()).isEqualTo(Outcome.REPLACED);
    assertThat(Files.readSymbolicLink(ground.at("l"))).hasToString("elsewhere");
  }

  @Test
  @Promise({"P2", "P3", "P4"})
  void keysWithoutAPathAreReportedAndNothingIsMade() throws IOException {
    assertThat(code(ground.apply("a//b"))).isEqualTo(ReportCode.S3_OBJECT_PATH_NOT_POSIX_COMPLIANT);
    assertThat(code(ground.apply("../b"))).isEqualTo(ReportCode.S3_OBJECT_PATH_NOT_POSIX_COMPLIANT);
    assertThat(code(ground.apply("x".repeat(256)))).isEqualTo(ReportCode.PATH_SIZE_TOO_LONG);
    assertThat(ground.paths()).isEmpty();
    assertThat(ground.root.resolve("ns1/b")).doesNotExist();
  }

  // ---- both kinds at one path

  @Test
  @Promise("P5")
  void theFirstThatIsImportedStaysAndTheOtherIsReported() throws IOException {
    ground.put("a", "file");
    ground.apply("a");
    for (String other : new String[] {"a/b", "a/", "a/b/c/d"}) {
      ground.put(other, "x");
      assertThat(code(ground.apply(other))).as(other).isEqualTo(ReportCode.S3_OBJECT_TYPE_MISMATCH);
    }
    ground.put("d/e", "x");
    ground.apply("d/e");
    ground.put("d", "x");
    assertThat(code(ground.apply("d"))).isEqualTo(ReportCode.S3_OBJECT_TYPE_MISMATCH);
    ground.put("a", "elsewhere", ObjectMetadata.of(0120777, 0, 0, WHEN, WHEN));
    assertThat(code(ground.apply("a"))).isEqualTo(ReportCode.S3_OBJECT_TYPE_MISMATCH);
    assertThat(ground.paths()).containsExactly("a", "d/", "d/e");
  }

  @Test
  void noSymbolicLinkOnTheWayIsFollowed() throws IOException {
    Path outside = Files.createDirectory(ground.root.resolve("outside"));
    Files.createSymbolicLink(ground.at("way"), outside);
    ground.put("way/x", "1");
    ground.put("way/deeper/x", "1");
    ground.put("way/", "", METADATA);

    for (String key : new String[] {"way/x", "way/deeper/x", "way/"}) {
      assertThat(code(ground.apply(key))).as(key).isEqualTo(ReportCode.S3_OBJECT_TYPE_MISMATCH);
    }
    assertThat(outside).isEmptyDirectory();
  }

  // ---- changed objects

  @Test
  @Promise("I2")
  void aChangedObjectReplacesMetadataAndContentAndOpenReadersKeepTheOldFile() throws IOException {
    ground.put("f", "old", METADATA);
    ground.apply("f");
    long inode = ground.status("f").inode();
    try (Reader reader = Reader.open(ground.at("f"))) {
      Written written = ground.put("f", "newer", ObjectMetadata.of(0100600, 1, 2, WHEN + 9, WHEN));

      assertThat(ground.apply("f").outcome()).isEqualTo(Outcome.REPLACED);

      assertThat(reader.bytes()).hasSize(3);
      assertThat(ground.status("f").inode()).isNotEqualTo(inode);
      assertThat(ground.status("f").size()).isEqualTo(5);
      assertThat(ground.status("f").permissions()).isEqualTo(0600);
      assertThat(ground.status("f").modified()).isEqualTo(WHEN + 9);
      assertThat(ground.state("f").orElseThrow().etag()).isEqualTo(written.etag());
      expectContent("f", "newer");
    }
    assertThat(ground.tree.conflicts().list(ground.link(Ground.ALL).id(), 10)).isEmpty();
  }

  @Test
  @Promise("M7")
  void aChangedObjectWithoutMetadataLeavesOwnerAndMode() {
    ground.put("f", "old", METADATA);
    ground.apply("f");
    ground.put("f", "newer");

    ground.apply("f");

    assertThat(ground.status("f").permissions()).isEqualTo(0640);
    assertThat(ground.status("f").uid()).isEqualTo(1234);
    assertThat(ground.status("f").gid()).isEqualTo(4321);
    assertThat(ground.status("f").modified()).isNotEqualTo(WHEN);
  }

  @Test
  @Promise("I4")
  void anObjectWhoseETagIsKnownChangesNothing() throws IOException {
    ground.put("f", "same", METADATA);
    ground.apply("f");
    long inode = ground.status("f").inode();
    ground.put("f", "same", ObjectMetadata.of(0100600, 1, 2, WHEN + 9, WHEN));

    assertThat(ground.apply("f").outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(ground.status("f").inode()).isEqualTo(inode);
  }

  @Test
  @Promise("I3")
  void whatThePolicyDoesNotNameIsIgnored() throws IOException {
    ground.put("f", "old");
    assertThat(ground.importer(Change.CHANGED, Change.DELETED).apply("data/f").outcome())
        .isEqualTo(Outcome.IGNORED);
    assertThat(ground.paths()).isEmpty();
    ground.apply("f");
    ground.put("f", "newer");
    assertThat(ground.importer(Change.NEW, Change.DELETED).apply("data/f").outcome())
        .isEqualTo(Outcome.IGNORED);
    assertThat(ground.status("f").size()).isEqualTo(3);
    ground.delete("f");
    assertThat(ground.importer(Change.NEW, Change.CHANGED).apply("data/f").outcome())
        .isEqualTo(Outcome.IGNORED);
    assertThat(ground.paths()).containsExactly("f");
  }

  @Test
  @Promise("I9")
  void archivedObjectsComeWithAWarningAndArchivedSymbolicLinksDoNot() {
    assumeTrue(backing().can(Capability.STORAGE_CLASSES));
    archived("f", "content", METADATA);
    archived("l", "target", ObjectMetadata.of(0120777, 0, 0, WHEN, WHEN));

    Applied file = ground.apply("f");

    assertThat(code(file)).isEqualTo(ReportCode.S3_OBJECT_IN_UNSUPPORTED_TIER);
    assertThat(file.outcome()).isEqualTo(ground.tree.lazy() ? Outcome.CREATED : Outcome.FAILED);
    assertThat(file.trouble().orElseThrow().warning()).isEqualTo(ground.tree.lazy());
    assertThat(code(ground.apply("l"))).isEqualTo(ReportCode.S3_SYMLINK_IN_UNSUPPORTED_TIER);
  }

  private void archived(String key, String content, ObjectMetadata metadata) {
    ground.put(key, content, metadata, "GLACIER");
    assertThat(ground.store.head(ObjectId.of(ground.bucket, "data/" + key)).storageClass())
        .isEqualTo("GLACIER");
  }

  // ---- deletions

  @Test
  @Promise("I6")
  void aDeletedObjectTakesItsFileAlong() throws IOException {
    ground.put("d/f", "1");
    ground.put("l", "target", ObjectMetadata.of(0120777, 0, 0, WHEN, WHEN));
    ground.apply("d/f");
    ground.apply("l");
    ground.delete("d/f");
    ground.delete("l");

    assertThat(ground.apply("d/f").outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(ground.apply("l").outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(ground.apply("l").outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(ground.paths()).containsExactly("d/");
  }

  @Test
  @Promise("I6")
  void aDeletedMarkerTakesItsDirectoryAlongOnlyIfThatIsEmpty() throws IOException {
    for (String key : new String[] {"empty/", "full/", "full/f"}) {
      ground.put(key, "");
      ground.apply(key);
    }
    Files.createDirectory(ground.at("own"));
    ground.delete("empty/");
    ground.delete("full/");

    assertThat(ground.apply("empty/").outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(ground.apply("full/").outcome()).isEqualTo(Outcome.KEPT);
    assertThat(ground.apply("own/").outcome()).isEqualTo(Outcome.KEPT);
    assertThat(ground.paths()).containsExactly("full/", "full/f", "own/");
    assertThat(ground.state("full")).isEmpty();
  }

  @Test
  @Promise("I6")
  void whatWasNeverAnObjectOrChangedOrWasRenamedStays() throws IOException {
    Files.writeString(ground.at("own"), "mine");
    for (String key : new String[] {"changed", "grown", "from"}) {
      ground.put(key, "1");
      ground.apply(key);
      ground.delete(key);
    }
    mark("changed", ground.state("changed").orElseThrow().with(Content.LOCAL).asChanged());
    mark("grown", ground.state("grown").orElseThrow().with(Content.LOCAL));
    Files.writeString(ground.at("grown"), "longer");
    Files.move(ground.at("from"), ground.at("to"));

    for (String key : new String[] {"own", "changed", "grown", "to"}) {
      assertThat(ground.apply(key).outcome()).as(key).isEqualTo(Outcome.KEPT);
    }
    assertThat(ground.paths()).containsExactly("changed", "grown", "own", "to");
  }

  private void mark(String path, FileState state) {
    try (var base = ground.tree.open(ground.link(Ground.ALL))) {
      ground.states.write(base, path, state);
    }
  }

  private void expectContent(String path, String content) {
    if (!readable()) {
      assertThat(ground.status(path).blocks()).isZero();
    }
    byte[] bytes = Reader.bytes(ground.at(path));
    assertThat(bytes).isEqualTo(readable() ? content.getBytes(UTF_8) : new byte[content.length()]);
  }

  private static ReportCode code(Applied applied) {
    return applied.trouble().orElseThrow().code();
  }
}
