package io.windlass.filesystem.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.watch.Backlog;
import io.windlass.filesystem.watch.LocalChange;
import io.windlass.testing.InProcessStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What programs do in a linked directory reaches the bucket by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoExportTest {
  private static final ConditionFactory SOON =
      await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).ignoreExceptions();

  @TempDir Path spools;
  private InProcessStore backing;
  private LoopVolume volume;
  private Linked linked;
  private AutoExport export;
  private int count;

  @BeforeAll
  void mount() {
    assumeTrue(LoopVolume.possible());
    backing = InProcessStore.start();
    volume = LoopVolume.create(LoopVolume.Kind.EXT4, 256L << 20);
  }

  @AfterAll
  void unmount() {
    if (volume != null) {
      volume.close();
      backing.close();
    }
  }

  @BeforeEach
  void link() throws IOException {
    Path root = Files.createDirectories(volume.root().resolve("test-" + count++));
    start(new Linked(backing, root));
  }

  private void start(Linked started) {
    linked = started;
    export = linked.automatic(spools.resolve("spool-" + count));
  }

  @AfterEach
  void unlink() {
    export.close();
    linked.close();
  }

  /** Both sides have the same names with the same bytes, and nothing waits. */
  private void converges() {
    SOON.untilAsserted(() -> {
      linked.watch.orElseThrow().catchUp();
      assertThat(linked.keys()).isEqualTo(linked.localKeys());
      Backlog backlog = linked.changes.backlog(linked.link.id());
      assertThat(backlog.waiting()).isZero();
      for (String key : linked.keys()) {
        if (!key.endsWith("/") && !Files.isSymbolicLink(linked.path(key))) {
          assertThat(linked.bytes(key)).isEqualTo(Files.readAllBytes(linked.path(key)));
        }
      }
    });
  }

  @Test
  void filesThatProgramsWriteAppear() {
    linked.shell("mkdir -p d/e && echo one > d/e/a && cp d/e/a d/b && cp -a d copy");
    linked.shell("python3 -c \"open('py','wb').write(b'x'*100000)\"");
    converges();
    assertThat(export.counters().objects()).isGreaterThanOrEqualTo(8);
  }

  @Test
  @Promise("E24")
  void changesOfEveryKindFollow() {
    linked.shell("for i in 1 2 3 4 5 6 7; do echo file $i > f$i; done");
    converges();
    linked.shell("echo more >> f1; truncate -s 3 f2; sed -i s/file/line/ f3; : > f4");
    linked.shell(
        "python3 -c \"import mmap; f=open('f5','r+b'); m=mmap.mmap(f.fileno(),0);"
            + " m[0:4]=b'MMAP'; m.flush(); m.close(); f.close()\"");
    linked.shell("printf new > .f6.tmp && mv .f6.tmp f6; rm f7");
    converges();
    assertThat(linked.text("f5")).startsWith("MMAP");
  }

  @Test
  @Promise("E4")
  void modeAndOwnerFollowAtOnce() {
    linked.shell("echo x > a");
    converges();
    linked.shell("chmod 600 a && chown 12:34 a");
    SOON.untilAsserted(() ->
        assertThat(linked.facts("a").metadata())
            .containsEntry("file-permissions", "0100600")
            .containsEntry("file-owner", "12")
            .containsEntry("file-group", "34"));
  }

  @Test
  @Promise("E14")
  void renamedDirectoriesAreCopiedWithinTheStore() throws IOException {
    linked.shell("mkdir -p d/sub && for i in $(seq 60); do echo $i > d/sub/f$i; done");
    converges();
    linked.put("d/far", "far away");
    linked.importer.apply(Linked.PREFIX + "d/far");
    assertThat(linked.state("d/far").content()).isEqualTo(Content.RELEASED);
    long written = export.counters().objects();
    linked.shell("mv d renamed && mkdir d && echo new > d/far");
    SOON.untilAsserted(() -> {
      assertThat(linked.keys()).isEqualTo(linked.localKeys());
      assertThat(linked.text("renamed/far")).isEqualTo("far away");
      assertThat(linked.text("d/far")).isEqualTo("new\n");
    });
    assertThat(export.counters().renames()).isGreaterThanOrEqualTo(60);
    assertThat(export.counters().objects() - written).isLessThan(10);
  }

  @Test
  void chainsAndSwapsOfRenamesEndAsTheDirectoryDoes() {
    linked.shell("for i in a b c d; do echo $i > $i; done");
    converges();
    linked.shell("mv a t && mv b a && mv t b && mv c x && mv x y && mv y z && mkdir m && mv d m/");
    converges();
    assertThat(linked.text("a")).isEqualTo("b\n");
    assertThat(linked.text("b")).isEqualTo("a\n");
  }

  @Test
  @Promise("E23")
  void removedTreesGoWithAllTheyHad() {
    linked.shell("mkdir -p d/e/f && for i in $(seq 40); do echo $i > d/e/f/$i; done; echo x > k");
    converges();
    linked.put("d/foreign", "never met");
    linked.shell("rm -rf d");
    SOON.untilAsserted(() -> assertThat(linked.keys()).containsExactly("d/foreign", "k"));
  }

  @Test
  @Promise("E16")
  void whatMovesInIsNewAndWhatMovesOutIsDeleted() throws IOException {
    Path outside = Files.createDirectories(linked.root.resolve("outside/tree/sub"));
    Files.writeString(outside.resolve("f"), "moved in");
    linked.shell("mv ../outside/tree . && echo here > stays");
    converges();
    linked.put("tree/sub/far", "far away");
    linked.importer.apply(Linked.PREFIX + "tree/sub/far");
    linked.shell("mv tree ../outside/");
    SOON.untilAsserted(() -> assertThat(linked.keys()).containsExactly("stays"));
    assertThat(outside.resolve("far")).hasContent("far away");
    assertThat(
            linked.tree.look(linked.rootDescriptor, "outside/tree/sub/far").orElseThrow().state())
        .isEmpty();
  }

  @Test
  void hardLinksAndSymbolicLinksAreObjectsOfTheirOwn() {
    linked.shell("echo one > a && ln a b && ln -s a l && mkfifo pipe");
    SOON.untilAsserted(() -> {
      assertThat(linked.keys()).containsExactly("a", "b", "l");
      assertThat(linked.text("b")).isEqualTo("one\n");
    });
    linked.shell("echo two > b");
    SOON.untilAsserted(() -> assertThat(linked.text("a")).isEqualTo("two\n"));
  }

  @Test
  @Promise("E3")
  void aFileIsExportedWhenItsLastWriterCloses() throws IOException {
    Process writer =
        new ProcessBuilder(
                "sh", "-c", "exec 3>slow; printf half >&3; read x; printf ' and half' >&3")
            .directory(linked.directory.toFile())
            .start();
    try (OutputStream input = writer.getOutputStream()) {
      SOON.until(() -> Files.exists(linked.path("slow")) && Files.size(linked.path("slow")) == 4);
      linked.shell("echo done > other");
      SOON.untilAsserted(() -> assertThat(linked.keys()).containsExactly("other"));
      input.write('\n');
    }
    SOON.untilAsserted(() -> assertThat(linked.text("slow")).isEqualTo("half and half"));
  }

  @Test
  @Promise("E20")
  void nothingIsExportedWhilePausedAndEverythingAfterwards() {
    export.pause();
    linked.shell("echo x > a");
    linked.watch.orElseThrow().catchUp();
    SOON.until(() -> linked.changes.backlog(linked.link.id()).waiting() == 1);
    assertThat(linked.keys()).isEmpty();
    export.resume();
    converges();
  }

  @Test
  @Promise("E19")
  void whatCannotBeExportedIsVisibleAndGoesWhenItIsMended() {
    linked.shell("printf x > \"$(printf 'bad\\377name')\" && echo good > good");
    SOON.untilAsserted(() ->
        assertThat(linked.changes.failures(linked.link.id(), Optional.empty(), 10))
            .extracting(LocalChange::code)
            .containsExactly(Optional.of("S3ObjectPathNotPosixCompliant")));
    SOON.untilAsserted(() -> assertThat(linked.keys()).containsExactly("good"));
    linked.shell("mv bad* mended");
    SOON.untilAsserted(() -> {
      assertThat(linked.keys()).containsExactly("good", "mended");
      assertThat(linked.changes.backlog(linked.link.id()).failed()).isZero();
    });
  }

  @Test
  @Promise("E17")
  void onlyWhatThePolicyNamesIsExported() throws IOException {
    export.close();
    linked.close();
    Path root = Files.createDirectories(volume.root().resolve("test-" + count++));
    start(
        new Linked(
            backing, root, EnumSet.noneOf(Change.class), EnumSet.of(Change.NEW, Change.CHANGED)));
    linked.shell("echo a > a; echo b > b");
    converges();
    linked.shell("rm a; echo changed > b; mv b c");
    SOON.untilAsserted(() -> {
      assertThat(linked.keys()).containsExactly("a", "c");
      assertThat(linked.text("c")).isEqualTo("changed\n");
    });
  }
}
