package io.windlass.filesystem.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.windlass.filesystem.watch.Seen.Content;
import io.windlass.filesystem.watch.Seen.Extent;
import io.windlass.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalChangesTest {
  private static final String LINK = "dra-1";
  private static final String FILE_SYSTEM = "fs-1";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private TestDatabase database;
  private LocalChanges changes;

  @BeforeAll
  void open() {
    database = TestDatabase.create();
    InstantSource clock = now::get;
    changes = new LocalChanges(database.jdbi(), clock);
  }

  @AfterAll
  void close() {
    database.close();
  }

  @BeforeEach
  void empty() {
    changes.forget(LINK);
  }

  @Test
  void aNameThatChangesOftenIsOneRow() {
    changes.record(List.of(name("a"), name("a"), name("b")));
    changes.record(List.of(written("a"), name("b")));
    assertThat(changes.due(LINK, 10)).extracting(LocalChange::path).containsExactly("a", "b");
    assertThat(changes.due(LINK, 10).getFirst().content()).isEqualTo(Content.WRITTEN);
  }

  @Test
  void aRowThatChangedSinceItWasTakenStays() {
    changes.record(List.of(name("a"), name("b")));
    List<LocalChange> taken = changes.due(LINK, 10);
    changes.record(List.of(name("a")));
    changes.done(taken);
    assertThat(changes.due(LINK, 10)).extracting(LocalChange::path).containsExactly("a");
  }

  @Test
  void aNameIsLeftAloneUntilItHasSettledAndNotForLonger() {
    Seen.Name settling =
        new Seen.Name(LINK, "a", Extent.ENTRY, Content.WRITTEN, false, Duration.ofSeconds(2));
    changes.record(List.of(settling));
    assertThat(changes.due(LINK, 10)).isEmpty();
    pass(Duration.ofSeconds(1));
    changes.record(List.of(settling)); // a name that changes all the time is not put off for ever
    pass(Duration.ofSeconds(1));
    assertThat(changes.due(LINK, 10)).hasSize(1);
  }

  @Test
  void namesThatAreNotTextComeBackUnharmed() {
    String odd = "dir/\udcff\udc80 name";
    changes.record(List.of(name(odd)));
    assertThat(changes.due(LINK, 10)).extracting(LocalChange::path).containsExactly(odd);
    assertThat(changes.pending(LINK, odd)).isTrue();
  }

  @Test
  void failuresAreVisibleAndTriedAgainWhenTheyChangeOrTheirTimeComes() {
    changes.record(List.of(name("a"), name("b")));
    List<LocalChange> taken = changes.due(LINK, 10);
    changes.failed(taken.get(0), "S3Error", "no", Optional.of(Duration.ofMinutes(1)));
    changes.failed(taken.get(1), "PathSizeTooLong", "long", Optional.empty());
    assertThat(changes.due(LINK, 10)).isEmpty();
    assertThat(changes.failures(LINK, Optional.empty(), 10))
        .extracting(LocalChange::code)
        .containsExactly(Optional.of("S3Error"), Optional.of("PathSizeTooLong"));
    assertThat(changes.backlog(LINK).failed()).isEqualTo(2);
    assertThat(changes.backlog(LINK).waiting()).isEqualTo(1);
    pass(Duration.ofMinutes(2));
    assertThat(changes.due(LINK, 10)).extracting(LocalChange::attempts).containsExactly(1);
    changes.record(List.of(name("b")));
    assertThat(changes.due(LINK, 10)).extracting(LocalChange::path).contains("b");
    assertThat(changes.failures(LINK, Optional.of("a"), 10)).isEmpty();
  }

  @Test
  void theBacklogSaysSinceWhenTheOldestWaits() {
    Instant first = now.get();
    changes.record(List.of(name("a")));
    pass(Duration.ofMinutes(3));
    changes.record(List.of(name("a"), name("b")));
    assertThat(changes.backlog(LINK).oldest()).contains(first);
    assertThat(changes.backlog("dra-other").oldest()).isEmpty();
  }

  @Test
  void renamesFollowFurtherRenamesOfTheEntryAndOfDirectoriesAboveIt() {
    changes.record(List.of(move("data/a", "data/b", "a")));
    changes.record(List.of(move("data/b", "data/c", "b")));
    changes.record(
        List.of(new Seen.Rename(FILE_SYSTEM, "data", "moved/data", Extent.TREE, Optional.empty())));
    assertThat(changes.dueMoves(LINK, 10))
        .extracting(LocalMove::from, LocalMove::to)
        .containsExactly(tuple("a", "moved/data/c"), tuple("b", "moved/data/c"));
  }

  @Test
  void aRenamedDirectoryCoversEverythingThatWasBelowIt() {
    changes.record(
        List.of(
            new Seen.Rename(
                FILE_SYSTEM,
                "data/d",
                "data/e",
                Extent.TREE,
                Optional.of(new Seen.Source(LINK, "d")))));
    assertThat(changes.movesOver(LINK, "d/x/y").getFirst().placeOf("d/x/y")).contains("data/e/x/y");
    assertThat(changes.pending(LINK, "d/x")).isTrue();
    assertThat(changes.pending(LINK, "dd")).isFalse();
  }

  @Test
  void aRenameThatWentOnSinceItWasTakenStays() {
    changes.record(List.of(move("data/a", "data/b", "a")));
    LocalMove taken = changes.dueMoves(LINK, 10).getFirst();
    changes.record(List.of(move("data/b", "elsewhere", "b")));
    changes.done(taken);
    assertThat(changes.dueMoves(LINK, 10)).extracting(LocalMove::from).containsExactly("a", "b");
  }

  @Test
  void removedDirectoriesCoverWhatWasBelowThem() {
    changes.record(
        List.of(new Seen.Name(LINK, "gone", Extent.TREE, Content.AS_TOLD, true, Duration.ZERO)));
    assertThat(changes.pending(LINK, "gone/x")).isTrue();
    assertThat(changes.pendingBelow(LINK, "")).isFalse();
    changes.record(List.of(name("dir/x")));
    assertThat(changes.pendingBelow(LINK, "dir")).isTrue();
    assertThat(changes.pending(LINK, "dir/x/y")).isFalse();
  }

  @Test
  void aJournalThatWasFoundEmptyStillTellsWhatIsNotedLater() {
    for (int round = 0; round < 3; round++) {
      assertThat(changes.pending(LINK, "a")).isFalse();
      assertThat(changes.pending(LINK, "a")).isFalse();
      changes.record(List.of(name("a")));
      assertThat(changes.pending(LINK, "a")).isTrue();
      assertThat(changes.pending(LINK, "b")).isFalse();
      pass(Duration.ofMinutes(1));
      changes.done(changes.due(LINK, 10));
    }
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private static Seen.Rename move(String from, String to, String path) {
    return new Seen.Rename(
        FILE_SYSTEM, from, to, Extent.ENTRY, Optional.of(new Seen.Source(LINK, path)));
  }

  private static Seen.Name name(String path) {
    return new Seen.Name(LINK, path, Extent.ENTRY, Content.AS_TOLD, false, Duration.ZERO);
  }

  private static Seen.Name written(String path) {
    return new Seen.Name(LINK, path, Extent.ENTRY, Content.WRITTEN, false, Duration.ZERO);
  }
}
