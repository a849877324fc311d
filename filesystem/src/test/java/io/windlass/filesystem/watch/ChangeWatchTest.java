package io.windlass.filesystem.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.watch.ChangeWatch.Origin;
import io.windlass.filesystem.watch.ChangeWatch.Watched;
import io.windlass.linux.ChangeEvents;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Fanotify;
import io.windlass.testing.TestDatabase;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel tells reaches the journal, through crashes too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeWatchTest {
  private static final AtomicLong NUMBERS = new AtomicLong(9_000);

  @TempDir Path spools;
  private TestDatabase database;
  private LoopVolume volume;
  private LocalChanges changes;
  private Descriptor root;
  private Fanotify group;
  private Link link;
  private Path directory;

  @BeforeAll
  void mount() {
    assumeTrue(LoopVolume.possible());
    volume = LoopVolume.create(LoopVolume.Kind.XFS, 320L << 20);
    database = TestDatabase.create();
    changes = new LocalChanges(database.jdbi(), InstantSource.system());
  }

  @AfterAll
  void unmount() {
    if (volume != null) {
      volume.close();
      database.close();
    }
  }

  @BeforeEach
  void link() throws IOException {
    long number = NUMBERS.getAndIncrement();
    link =
        new Link(
            "dra-" + number,
            number,
            "fs-" + number,
            "link-" + number,
            "conn",
            "bucket",
            "",
            EnumSet.noneOf(Change.class),
            EnumSet.allOf(Change.class));
    root = Descriptor.openDirectory(volume.root());
    directory = Files.createDirectories(volume.root().resolve(link.directory()));
    group = Fanotify.changes();
  }

  @AfterEach
  void unlink() {
    group.close();
    root.close();
  }

  private ChangeWatch watch(Origin origin) {
    return ChangeWatch.start(
        new Watched(
            link.fileSystemId(), root, group, origin, spools.resolve(link.id()), Duration.ZERO),
        List.of(link),
        changes);
  }

  private void shell(String command) {
    Commands.ok("sh", "-c", "cd '" + directory + "' && " + command);
  }

  private Set<String> names() {
    return changes.due(link.id(), 100).stream().map(LocalChange::path).collect(Collectors.toSet());
  }

  @Test
  void everythingThatHappenedBeforeACallIsInTheJournalAfterIt() {
    try (ChangeWatch watch = watch(Origin.NEW)) {
      shell("mkdir d && echo x > d/a && mv d/a b && ln b c && rm c");
      watch.catchUp();
      assertThat(names()).contains("d", "c");
      assertThat(changes.dueMoves(link.id(), 10))
          .extracting(LocalMove::from, LocalMove::to)
          .containsExactly(tuple("d/a", link.directory() + "/b"));
      assertThat(watch.pending(link.id()).covers("c")).isTrue();
      assertThat(watch.pending(link.id()).covers("quiet")).isFalse();
    }
  }

  @Test
  void whatHappensOutsideOfLinksAndByOurselvesIsNotNoted() throws IOException {
    try (ChangeWatch watch = watch(Origin.NEW)) {
      Files.writeString(directory.resolve("ours"), "x");
      shell("echo x > ../outside-" + link.number() + "; mkdir -p ../.windlass-tmp");
      watch.catchUp();
      assertThat(names()).isEmpty();
    }
  }

  @Test
  @Promise("E21")
  void whatAnEarlierProcessReadAndDidNotNoteIsNoted() throws IOException {
    watch(Origin.NEW).close();
    shell("echo x > read-and-lost");
    try (Arena arena = Arena.ofShared();
        FileChannel spool =
            FileChannel.open(
                spools.resolve(link.id()), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ChangeEvents dying =
          new ChangeEvents(group, spool.map(MapMode.READ_WRITE, 0, 256 * 1024, arena), -1);
      await().until(() -> dying.poll(_ -> {}));
    }
    assertThat(names()).isEmpty();
    shell("echo x > still-queued");
    try (ChangeWatch watch = watch(Origin.KEPT)) {
      watch.catchUp();
      assertThat(names()).containsExactlyInAnyOrder("read-and-lost", "still-queued");
      assertThat(changes.gap(link.id())).isEmpty();
    }
  }

  @Test
  @Promise("E25")
  void aNewGroupLeavesAGapUntilItIsClosed() {
    watch(Origin.NEW).close();
    assertThat(changes.gap(link.id())).isEmpty(); // watched for the first time
    try (ChangeWatch _ = watch(Origin.NEW)) {
      Gap gap = changes.gap(link.id()).orElseThrow();
      assertThat(gap.rebooted()).isFalse();
      changes.closed(link.id(), gap);
      assertThat(changes.gap(link.id())).isEmpty();
    }
  }
}
