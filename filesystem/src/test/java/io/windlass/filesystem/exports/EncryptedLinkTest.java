package io.windlass.filesystem.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.imports.ImportListener;
import io.windlass.filesystem.testing.EncryptedDirectory;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.tree.Encrypted;
import io.windlass.filesystem.watch.Gap;
import io.windlass.filesystem.watch.LocalChange;
import io.windlass.testing.InProcessStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Directories that the kernel encrypts are left out by links, with their key and without. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EncryptedLinkTest {
  @TempDir Path spools;
  private InProcessStore backing;
  private LoopVolume volume;
  private Linked linked;
  private EncryptedDirectory secret;
  private int count;

  @BeforeAll
  void mount() {
    assumeTrue(LoopVolume.possible());
    backing = InProcessStore.start();
    volume = LoopVolume.create(LoopVolume.Kind.EXT4, 64L << 20, "-O", "encrypt");
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
    linked = new Linked(backing, Files.createDirectories(volume.root().resolve("test-" + count++)));
    linked.write("plain/file", "one");
    linked.exporter.exportAll("", ExportListener.NONE);
    encrypt("secret");
  }

  private void encrypt(String name) throws IOException {
    Path directory = Files.createDirectories(linked.path(name));
    secret = EncryptedDirectory.of(volume.root(), directory);
  }

  @AfterEach
  void unlink() {
    secret.unlock();
    linked.close();
  }

  /** What was in a linked directory and had objects before its place was encrypted. */
  private void known() throws IOException {
    linked.shell("mkdir old && echo known > old/file");
    linked.exporter.exportAll("", ExportListener.NONE);
    Files.delete(linked.path("old/file"));
    encrypt("old");
    linked.write("old/file", "known\n");
    assertThat(linked.keys()).contains("old/", "old/file");
  }

  @Test
  @Promise("E27")
  void whatIsWrittenThereIsNotExportedAndTheDirectoryIsToldOnce() {
    try (AutoExport _ = linked.automatic(spools.resolve("spool-" + count))) {
      linked.shell("echo x > secret/file && mkdir secret/deeper && echo x > secret/deeper/file");
      linked.shell("mv secret/file secret/other && rm secret/deeper/file && chmod 700 secret");
      linked.shell("echo two > plain/more");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> {
            linked.watch.orElseThrow().catchUp();
            assertThat(linked.keys()).containsExactly("plain/", "plain/file", "plain/more");
            assertThat(linked.changes.failures(linked.link.id(), Optional.empty(), 10))
                .extracting(LocalChange::path)
                .contains("secret")
                .isSubsetOf("secret", "secret/deeper");
            assertThat(linked.changes.backlog(linked.link.id()).waiting()).isZero();
          });
    }
  }

  @Test
  @Promise("E27")
  void whatATaskLeavesOutIsInItsReport() {
    linked.write("secret/file", "x");
    ExportCounts counts = linked.exporter.exportAll("", ExportListener.NONE).orElseThrow();
    assertThat(counts.failed()).isEqualTo(1);
    assertThat(linked.exporter.archive("secret/file"))
        .isInstanceOfSatisfying(
            Exported.Failed.class,
            failed -> assertThat(failed.message()).isEqualTo(Encrypted.REASON));
    assertThat(linked.keys()).containsExactly("plain/", "plain/file");
  }

  @Test
  @Promise("E27")
  void namesThatAreHiddenWithTheKeyAreNoReasonToDelete() throws IOException {
    known();
    for (int locked = 0; locked < 2; locked++) {
      new Rescan(linked.site).run(new Gap(Instant.now().plus(Duration.ofHours(1)), false));
      assertThat(linked.changes.due(linked.link.id(), 10))
          .noneMatch(LocalChange::gone)
          .extracting(LocalChange::path)
          .containsExactlyInAnyOrder("old", "secret");
      assertThat(linked.changes.dueMoves(linked.link.id(), 10)).isEmpty();
      assertThat(linked.exporter.export("old/file")).isInstanceOf(Exported.Skipped.class);
      linked.exporter.exportAll("", ExportListener.NONE);
      assertThat(linked.keys()).containsExactly("old/", "old/file", "plain/", "plain/file");
      if (locked == 0) {
        secret.lock();
      }
    }
    assertThat(linked.path("old/file")).doesNotExist();
  }

  @Test
  @Promise("E27")
  void objectsThatWouldBeThereAreNotImported() {
    linked.put("secret/object", "x");
    linked.put("secret/new/object", "x");
    for (int locked = 0; locked < 2; locked++) {
      for (String key : new String[] {"secret/object", "secret/new/object", "secret/"}) {
        assertThat(linked.importer.apply(Linked.PREFIX + key).trouble().orElseThrow().reason())
            .isEqualTo(Encrypted.REASON);
      }
      linked.importer.reconcile(Optional.empty(), ImportListener.NONE);
      linked.importer.importOne(Linked.PREFIX + "secret/object", ImportListener.NONE);
      assertThat(linked.path("secret")).isEmptyDirectory();
      if (locked == 0) {
        secret.lock();
      }
    }
    assertThat(linked.keys()).contains("secret/object", "secret/new/object");
  }
}
