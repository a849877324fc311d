package io.windlass.filesystem.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.imports.Applied.Outcome;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Conflicts.Loser;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.ObjectMetadata;
import io.windlass.linux.Descriptor;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.Written;
import io.windlass.testing.InProcessStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConflictTest {
  private static final ObjectMetadata METADATA = ObjectMetadata.of(0100640, 12, 34, 56, 78);

  private final InProcessStore backing = InProcessStore.start();
  private Ground ground;

  @BeforeEach
  void prepare() {
    ground = Ground.eager(backing);
  }

  @AfterEach
  void nothingUnfinishedIsLeft() throws IOException {
    assertThat(ground.unfinished()).isEmpty();
    ground.close();
  }

  @AfterAll
  void stop() {
    backing.close();
  }

  @Test
  @Promise("C1")
  void theObjectHasThePathAndTheLocalFileIsKeptAsAnOrdinaryFile() throws IOException {
    imported("a/f", "old");
    Files.writeString(ground.at("a/f"), "mine");
    ground.put("a/f", "theirs");

    Applied applied = ground.apply("a/f");

    assertThat(applied.outcome()).isEqualTo(Outcome.REPLACED);
    assertThat(Files.readString(ground.at("a/f"))).isEqualTo("theirs");
    Loser loser = losers().getFirst();
    assertThat(applied.aside()).contains(loser.path());
    assertThat(loser.path())
        .matches("\\.windlass-conflicts/dra-0123456789abcdef0/a/f\\.[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z");
    assertThat(Files.readString(ground.root.resolve(loser.path()))).isEqualTo("mine");
    assertThat(loser.size()).isEqualTo(4);
    assertThat(ground.tree.look(ground.tree.root(), loser.path()).orElseThrow().state()).isEmpty();
    ground.put(".windlass-conflicts/x", "");
    assertThat(ground.importAll().failed()).isZero();
  }

  @Test
  @Promise("C1")
  void nobodyReachesALoserWhoCouldNotReachTheFile() throws IOException {
    imported("open/closed/f", "old");
    Files.setAttribute(ground.at("open/closed"), "unix:mode", 0700);
    Files.setAttribute(ground.at("open/closed"), "unix:uid", 99);
    Files.writeString(ground.at("open/closed/f"), "mine");
    ground.put("open/closed/f", "theirs");

    ground.apply("open/closed/f");

    Path copies = ground.root.resolve(".windlass-conflicts/dra-0123456789abcdef0/open");
    assertThat(losers().getFirst().path()).startsWith(ground.root.relativize(copies) + "/closed/");
    assertThat(Files.getAttribute(copies.resolve("closed"), "unix:mode")).isEqualTo(0040700);
    assertThat(Files.getAttribute(copies.resolve("closed"), "unix:uid")).isEqualTo(99);
    assertThat(Files.getAttribute(copies, "unix:mode")).isEqualTo(0040755);
  }

  @Test
  @Promise("C1")
  void losersOfOnePathAndLongNamesAllFindAPlace() throws IOException {
    String name = "é".repeat(127);
    for (String content : List.of("1", "22", "333")) {
      ground.put(name, content + "theirs");
      ground.apply(name);
      Files.writeString(ground.at(name), content);
    }
    ground.put(name, "last");
    ground.apply(name);

    assertThat(losers()).extracting(Loser::size).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  @Promise("C2")
  void aFileThatIsOpenForWritingIsKeptWithWhatIsWrittenLater() throws IOException {
    imported("f", "old");
    try (OutputStream writer = Files.newOutputStream(ground.at("f"), StandardOpenOption.APPEND)) {
      ground.put("f", "theirs");
      assertThat(ground.apply("f").aside()).isPresent();
      writer.write("er".getBytes(UTF_8));
    }
    assertThat(Files.readString(ground.at("f"))).isEqualTo("theirs");
    assertThat(Files.readString(ground.root.resolve(losers().getFirst().path())))
        .isEqualTo("older");
  }

  @Test
  @Promise("C2")
  void aTouchedFileWithTheSameBytesIsNotInConflict() throws IOException {
    imported("f", "old");
    Files.setLastModifiedTime(ground.at("f"), FileTime.fromMillis(1));
    ground.put("f", "theirs");
    assertThat(ground.apply("f").aside()).isEmpty();
    Files.setLastModifiedTime(ground.at("f"), FileTime.fromMillis(1));
    ground.delete("f");
    assertThat(ground.apply("f").outcome()).isEqualTo(Outcome.REMOVED);
    assertThat(losers()).isEmpty();
  }

  @Test
  @Promise("C2")
  void aFileOfTheSameSizeAndOtherBytesIsInConflict() throws IOException {
    imported("f", "old");
    Files.writeString(ground.at("f"), "new");
    ground.put("f", "theirs");
    assertThat(ground.apply("f").aside()).isPresent();
  }

  @Test
  @Promise("C2")
  void aFileWithTheBytesOfTheObjectTakesOverItsMetadataAndStays() throws IOException {
    Files.writeString(ground.at("own"), "same");
    Files.createSymbolicLink(ground.at("link"), Path.of("target"));
    imported("changed", "old");
    Files.writeString(ground.at("changed"), "same");
    long inode = ground.status("own").inode();
    Written written = ground.put("own", "same", METADATA);
    ground.put("changed", "same");
    ground.put("link", "target", ObjectMetadata.of(0120777, 12, 34, 56, 78));

    for (String key : List.of("own", "changed", "link")) {
      assertThat(ground.apply(key).outcome()).as(key).isEqualTo(Outcome.ADOPTED);
      assertThat(ground.apply(key).outcome()).as(key).isEqualTo(Outcome.UNCHANGED);
    }

    assertThat(ground.status("own").inode()).isEqualTo(inode);
    assertThat(ground.status("own").permissions()).isEqualTo(0640);
    assertThat(ground.state("own")).contains(FileState.local(7, "own", written.etag(), 4, 56));
    assertThat(losers()).isEmpty();
  }

  @Test
  @Promise("C1")
  void aLocalFileThatNeverWasAnObjectIsALoserToo() throws IOException {
    Files.writeString(ground.at("f"), "mine");
    Files.createSymbolicLink(ground.at("l"), Path.of("mine"));
    ground.put("f", "theirs");
    ground.put("l", "theirs", ObjectMetadata.of(0120777, 0, 0, 0, 0));

    assertThat(ground.importAll()).isEqualTo(new ImportCounts(2, 2, 0));

    assertThat(losers()).hasSize(2);
    assertThat(Files.readSymbolicLink(ground.at("l"))).hasToString("theirs");
  }

  @Test
  @Promise("C3")
  void knowledgeOfAnotherLinkIsNotTrusted() throws IOException {
    imported("same", "same");
    imported("other", "old");
    imported("gone", "gone");
    Link again =
        new Link(
            "dra-1",
            8,
            "fs-0",
            "ns1/path1",
            "c",
            ground.bucket,
            Ground.PREFIX,
            Ground.ALL,
            Set.of());
    Importer importer = new Importer(ground.tree, again, ground.store, _ -> false);
    ground.put("other", "theirs");
    ground.delete("gone");

    assertThat(importer.apply("data/gone").outcome()).isEqualTo(Outcome.KEPT);
    assertThat(importer.apply("data/same").outcome()).isEqualTo(Outcome.ADOPTED);
    assertThat(importer.apply("data/other").aside()).isPresent();
    assertThat(ground.state("same").orElseThrow().link()).isEqualTo(8);
    assertThat(Files.readString(ground.at("gone"))).isEqualTo("gone");
  }

  @Test
  @Promise("I14")
  void aLocalChangeThatWaitsForItsExportIsNotUndone() throws IOException {
    imported("gone", "1");
    imported("from", "22");
    imported("to", "333");
    Files.delete(ground.at("gone"));
    Files.move(ground.at("from"), ground.at("to"), StandardCopyOption.REPLACE_EXISTING);
    List<String> keys = List.of("gone", "from", "to");
    Importer importer = ground.importer(keys::contains, Change.NEW, Change.CHANGED, Change.DELETED);

    for (String key : keys) {
      assertThat(importer.apply("data/" + key).outcome()).as(key).isEqualTo(Outcome.WAITING);
      assertThat(ground.apply(key).outcome()).as(key).isEqualTo(Outcome.KEPT);
    }
    assertThat(ground.paths()).containsExactly("to");
    assertThat(Files.readString(ground.at("to"))).isEqualTo("22");
  }

  @Test
  @Promise({"I14", "C1"})
  void aFileThatIsSavedAnewIsInConflictOnlyWhenTheObjectChangedToo() throws IOException {
    imported("f", "old");
    saved("f", "mine");
    assertThat(ground.apply("f").outcome()).isEqualTo(Outcome.KEPT);
    assertThat(Files.readString(ground.at("f"))).isEqualTo("mine");

    ground.put("f", "theirs");
    assertThat(ground.apply("f").aside()).isPresent();
    assertThat(Files.readString(ground.at("f"))).isEqualTo("theirs");
  }

  @Test
  @Promise("I14")
  void aFileThatWasRemovedComesBackWhenItsObjectChangesOrATaskAsksForIt() throws IOException {
    imported("f", "old");
    imported("g", "old");
    Files.delete(ground.at("f"));
    Files.delete(ground.at("g"));
    ground.put("f", "theirs");
    assertThat(ground.apply("f").outcome()).isEqualTo(Outcome.CREATED);
    assertThat(ground.apply("g").outcome()).isEqualTo(Outcome.KEPT);
    assertThat(ground.importAll().failed()).isZero();
    assertThat(ground.paths()).containsExactly("f", "g");
  }

  /** As editors do it. */
  private void saved(String path, String content) throws IOException {
    Files.writeString(ground.at(path + "~"), content);
    Files.move(ground.at(path + "~"), ground.at(path), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  @Promise("C1")
  void whatAProcessThatDiedHadReplacedIsJudgedAtTheNextStart() throws IOException {
    imported("clean", "clean");
    imported("changed", "old");
    Files.writeString(ground.at("changed"), "mine");
    Path slot = ground.root.resolve(".windlass-tmp/3");
    Files.move(ground.at("clean"), slot.resolve("replaced-dead-1"));
    Files.move(ground.at("changed"), slot.resolve("replaced-dead-2"));
    Files.writeString(slot.resolve("draft-dead-3"), "half");

    try (Descriptor root = Descriptor.openDirectory(ground.root);
        FileTree next = new FileTree(root, ground.states, Optional.empty())) {
      List<Loser> recovered = next.conflicts().list("recovered", 10);
      assertThat(recovered).hasSize(1);
      assertThat(Files.readString(ground.root.resolve(recovered.getFirst().path())))
          .isEqualTo("mine");
    }
  }

  @Test
  @Promise("I5")
  void aFetchThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
    imported("f", "old");
    ground.put("f", "newer");
    ground.put("g", "new");
    ObjectStore broken =
        FaultyStore.of(
            ground.store,
            (method, _) -> {
              if (method.equals("get")) {
                throw new IllegalStateException("broken");
              }
            });
    Importer importer = new Importer(ground.tree, ground.link(Ground.ALL), broken, _ -> false);
    for (String key : List.of("data/f", "data/g")) {
      assertThatThrownBy(() -> importer.apply(key)).hasMessage("broken");
    }
    assertThat(Files.readString(ground.at("f"))).isEqualTo("old");
    assertThat(ground.paths()).containsExactly("f");
  }

  private void imported(String key, String content) {
    ground.put(key, content);
    assertThat(ground.apply(key).outcome()).isEqualTo(Outcome.CREATED);
  }

  private List<Loser> losers() {
    return ground.tree.conflicts().list(ground.link(Ground.ALL).id(), 10);
  }
}
