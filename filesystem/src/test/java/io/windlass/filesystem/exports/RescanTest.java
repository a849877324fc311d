package io.windlass.filesystem.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.imports.ImportListener;
import io.windlass.filesystem.watch.Gap;
import io.windlass.filesystem.watch.LocalChange;
import io.windlass.filesystem.watch.LocalChanges;
import io.windlass.filesystem.watch.Seen;
import io.windlass.testing.InProcessStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RescanTest {
  private static final InProcessStore BACKING = InProcessStore.start();

  /** Nothing was touched since then, as far as clocks tell. */
  private final Instant nowOn = Instant.now().plus(Duration.ofHours(1));

  @TempDir Path root;
  private Linked linked;

  @BeforeEach
  void link() {
    linked = new Linked(BACKING, root);
  }

  @AfterEach
  void unlink() {
    linked.close();
  }

  @AfterAll
  static void stop() {
    BACKING.close();
  }

  @Test
  @Promise("E25")
  void whatDiffersFromItsStateIsFoundAndWhatWasThereBeforeIsNot() throws IOException {
    linked.write("same", "x");
    linked.write("changed", "one");
    linked.write("renamed", "two");
    linked.write("removed", "three");
    linked.exporter.exportAll("", ExportListener.NONE);
    linked.write("changed", "one and more");
    Files.move(linked.path("renamed"), linked.path("now"));
    Files.delete(linked.path("removed"));
    linked.write("never met", "x");
    new Rescan(linked.site).run(new Gap(nowOn, false));
    assertThat(linked.changes.due(linked.link.id(), 10))
        .extracting(LocalChange::path, LocalChange::gone)
        .containsExactlyInAnyOrder(
            tuple("changed", false), tuple("renamed", true), tuple("removed", true));
    assertThat(linked.changes.dueMoves(linked.link.id(), 10))
        .extracting(move -> move.from() + " " + move.to())
        .containsExactly("renamed data/now");
  }

  @Test
  @Promise("E25")
  void whatWasTouchedSinceIsLookedAt() {
    linked.write("d/new", "x");
    new Rescan(linked.site).run(new Gap(Instant.now(), false));
    assertThat(linked.changes.due(linked.link.id(), 10))
        .extracting(LocalChange::path)
        .containsExactlyInAnyOrder("d", "d/new");
  }

  @Test
  @Promise("E25")
  void afterARebootWhatIsMissingIsNotDeletedInTheBucket() throws IOException {
    linked.write("lost", "x");
    linked.exporter.export("lost");
    Files.delete(linked.path("lost"));
    Rescan rescan = new Rescan(linked.site);
    rescan.run(new Gap(nowOn, true));
    assertThat(linked.changes.due(linked.link.id(), 10)).isEmpty();
    assertThat(linked.exporter.export("lost")).isInstanceOf(Exported.InStep.class);
    assertThat(linked.keys()).containsExactly("lost");
    linked.importer.reconcile(Optional.empty(), ImportListener.NONE);
    assertThat(linked.entry("lost")).isPresent();
  }

  @Test
  @Promise("E26")
  void whereNobodyMayWatchChangesAreFoundByComparing() throws IOException {
    compare();
    try (AutoExport _ = AutoExport.start(linked.site)) {
      linked.write("d/new", "one");
      linked.write("d/other", "two");
      linked.write("kept", "three");
      compare();
      agree();
      linked.write("d/new", "one and more");
      Files.delete(linked.path("d/other"));
      Files.move(linked.path("kept"), linked.path("moved"));
      compare();
      agree();
      assertThat(linked.text("moved")).isEqualTo("three");
    }
  }

  @Test
  @Promise("E25")
  void aClockThatWasPutBackWhileNobodyWatchedHidesNothing() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now().plus(Duration.ofDays(3)));
    LocalChanges changes = new LocalChanges(Linked.DATABASE.jdbi(), now::get);
    changes.unwatched(linked.link.fileSystemId(), List.of(linked.link));
    linked.write("d/new", "x"); // long before the last look, by its time
    now.set(Instant.now());
    changes.unwatched(linked.link.fileSystemId(), List.of(linked.link));

    new Rescan(linked.site).run(changes.gap(linked.link.id()).orElseThrow());

    assertThat(linked.changes.due(linked.link.id(), 10))
        .extracting(LocalChange::path)
        .containsExactlyInAnyOrder("d", "d/new");
  }

  private void compare() {
    linked.changes.unwatched(linked.link.fileSystemId(), List.of(linked.link));
  }

  private void agree() {
    await()
        .until(() ->
            linked.changes.gap(linked.link.id()).isEmpty()
                && linked.changes.backlog(linked.link.id()).waiting() == 0);
    assertThat(linked.keys()).isEqualTo(linked.localKeys());
    assertThat(linked.text("d/new")).isEqualTo(linked.read("d/new"));
  }

  @Test
  @Promise("E25")
  void anEntryThatVanishedWithoutARemovalBeingSeenIsNoReasonToDelete() throws IOException {
    linked.write("a", "x");
    linked.exporter.export("a");
    Files.delete(linked.path("a"));
    LocalChange change =
        new LocalChange(
            linked.link.id(),
            "a",
            1,
            Seen.Extent.ENTRY,
            Seen.Content.WRITTEN,
            false,
            Instant.now(),
            0,
            Optional.empty(),
            Optional.empty());
    assertThat(linked.exporter.export(change)).isInstanceOf(Exported.InStep.class);
    assertThat(linked.keys()).containsExactly("a");
  }
}
