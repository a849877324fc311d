package io.windlass.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.connection.location.Location;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes on one database, at the same moment. */
class RaceTest extends CatalogFixture {
  private static final int ROUNDS = 25;

  private Catalog node;

  @BeforeAll
  void openSecondNode() {
    node = new Catalog(t.database.open(), t.locations, InstantSource.system());
  }

  /** Runs both at once and answers how each ended: the code of its refusal or "done". */
  private List<String> race(Callable<?> one, Callable<?> other) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> futures = new ArrayList<>();
      for (Callable<?> work : List.of(one, other)) {
        futures.add(
            threads.submit(() -> {
              start.await();
              try {
                work.call();
                return "done";
              } catch (WindlassException e) {
                return e.problem().code();
              }
            }));
      }
      List<String> outcomes = new ArrayList<>();
      for (Future<String> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    }
  }

  @Test
  @Promise({"T14", "N2"})
  void ofTwoEntriesWithOneNameOneIsMade() throws Exception {
    Entry project = t.project("race names");
    for (int i = 0; i < ROUNDS; i++) {
      NewFolder folder = NewFolder.named(project.id(), "n" + i);
      assertThat(
              race(
                  () -> t.entries.createFolder(t.ann, folder),
                  () -> node.entries().createFolder(t.ann, folder)))
          .containsExactlyInAnyOrder("done", "name_taken");
    }
  }

  @Test
  @Promise({"T14", "L4"})
  void aFolderThatGetsAnStsLocationStaysEmptyOrAChildOfThatLocation() throws Exception {
    Entry project = t.project("race empty");
    Location sts = t.sts(t.ann, "race-empty");
    for (int i = 0; i < ROUNDS; i++) {
      Entry folder = t.folder(project, "f" + i);
      StoredFile plain = t.stored(t.ann);
      List<String> outcomes =
          race(
              () -> t.settings.create(t.ann, folder.id(), List.of(sts.id())),
              () -> node.entries().createFile(t.ann, NewFile.named(folder.id(), "x", plain.id())));
      assertThat(outcomes)
          .isIn(List.of("done", "sts_folder_location"), List.of("sts_folder_not_empty", "done"));
    }
  }

  @Test
  @Promise({"T14", "A3"})
  void aChildMadeWhileTheListChangesInheritsTheOneThatStays() throws Exception {
    Entry project = t.project("race lists");
    for (int i = 0; i < ROUNDS; i++) {
      Entry folder = t.folder(project, "f" + i);
      Entry sub = t.folder(folder, "sub");
      assertThat(
              race(
                  () ->
                      t.accessLists.create(
                          t.ann, folder.id(), Map.of(t.ann.user().id(), Role.OWNER.access())),
                  () -> node.entries().createFolder(t.ann, NewFolder.named(sub.id(), "child"))))
          .containsOnly("done");
      Entry child = t.entries.childNamed(t.ann, Optional.of(sub.id()), "child").orElseThrow();
      assertThat(child.benefactorId()).isEqualTo(folder.id());
    }
  }

  @Test
  @Promise({"T14", "T9"})
  void twoMovesNeverMakeACycle() throws Exception {
    Entry project = t.project("race cycle");
    for (int i = 0; i < ROUNDS; i++) {
      Entry a = t.folder(project, "a" + i);
      Entry b = t.folder(project, "b" + i);
      assertThat(
              race(
                  () -> t.entries.update(t.ann, EntryChange.of(a.id()).withParentId(b.id())),
                  () -> node.entries().update(t.ann, EntryChange.of(b.id()).withParentId(a.id()))))
          .containsExactlyInAnyOrder("done", "move_into_itself");
      assertThat(t.entries.ancestors(t.ann, a.id())).hasSizeBetween(2, 3);
    }
  }

  @Test
  @Promise({"T14", "R1"})
  void nothingAppearsBelowWhatIsDeletedAtTheSameMoment() throws Exception {
    Entry project = t.project("race trash");
    for (int i = 0; i < ROUNDS; i++) {
      Entry folder = t.folder(project, "f" + i);
      List<String> outcomes =
          race(
              () -> {
                t.trash.put(t.ann, folder.id());
                return Optional.empty();
              },
              () -> node.entries().createFolder(t.ann, NewFolder.named(folder.id(), "child")));
      assertThat(outcomes).isIn(List.of("done", "done"), List.of("done", "entry_not_found"));
      t.trash.purge(t.ann, folder.id());
    }
  }

  @Test
  @Promise({"T14", "T6"})
  void ofTwoChangesBasedOnOneEtagOneIsMade() throws Exception {
    Entry folder = t.folder(t.project("race etag"), "f");
    for (int i = 0; i < ROUNDS; i++) {
      String etag = t.entries.get(t.ann, folder.id()).etag();
      EntryChange change = EntryChange.of(folder.id()).withEtag(etag);
      assertThat(
              race(
                  () -> t.entries.update(t.ann, change.withDescription("one")),
                  () -> node.entries().update(t.ann, change.withDescription("two"))))
          .containsExactlyInAnyOrder("done", "etag_mismatch");
    }
  }

  @Test
  @Promise({"T14", "A4"})
  void twoOwnersCannotRemoveEachOther() throws Exception {
    long ann = t.ann.user().id();
    long bob = t.bob.user().id();
    for (int i = 0; i < ROUNDS; i++) {
      Entry project = t.project("race owners " + i);
      t.accessLists.setRole(t.ann, project.id(), bob, Role.OWNER);
      List<String> outcomes =
          race(
              () -> t.accessLists.setRole(t.ann, project.id(), bob, Role.READER),
              () -> node.accessLists().setRole(t.bob, project.id(), ann, Role.READER));
      assertThat(outcomes).containsOnlyOnce("done");
      assertThat(t.accessLists.members(t.root, project.id()))
          .filteredOn(member -> member.role().equals(Optional.of(Role.OWNER)))
          .hasSize(1);
    }
  }

  @Test
  @Promise({"T14", "L17"})
  void theSameBatchFromTwoNodesIsMadeOnce() throws Exception {
    Entry project = t.project("race batch");
    Location location = t.external(t.ann, "race");
    for (int i = 0; i < ROUNDS; i++) {
      List<NewRegisteredFile> files = new ArrayList<>();
      for (int file = 0; file < 20; file++) {
        files.add(
            BatchRegistrationTest.object("race/r" + i + "/d" + file % 3 + "/f" + file, "race/"));
      }
      List<RegisteredBatch> batches = new ArrayList<>();
      assertThat(
              race(
                  () -> add(batches, t.entries, project, location, files),
                  () -> add(batches, node.entries(), project, location, files)))
          .containsOnly("done");
      assertThat(batches.stream().mapToLong(RegisteredBatch::registered).sum()).isEqualTo(20);
      assertThat(batches.stream().mapToLong(RegisteredBatch::skipped).sum()).isEqualTo(20);
    }
  }

  private boolean add(
      List<RegisteredBatch> batches,
      Entries entries,
      Entry project,
      Location location,
      List<NewRegisteredFile> files) {
    RegisteredBatch batch = entries.registerBatch(t.ann, project.id(), location.id(), files);
    synchronized (batches) {
      return batches.add(batch);
    }
  }

  @Test
  @Promise("T14")
  void versionsMadeAtOnceHaveNumbersOfTheirOwn() throws Exception {
    Entry file = t.file(t.project("race versions"), "f");
    for (int i = 0; i < ROUNDS; i++) {
      EntryChange change = EntryChange.of(file.id()).withNewVersion();
      assertThat(
              race(
                  () -> t.entries.update(t.ann, change),
                  () -> node.entries().update(t.ann, change)))
          .containsOnly("done");
    }
    assertThat(t.entries.get(t.ann, file.id()).version().orElseThrow().number())
        .isEqualTo(2L * ROUNDS + 1);
  }

  @Test
  @Promise({"T14", "R8"})
  void contentThatIsForgottenAndUsedAtOnceIsOneOrTheOther() throws Exception {
    Entry project = t.project("race content");
    for (int i = 0; i < ROUNDS; i++) {
      StoredFile content = t.stored(t.ann);
      Entry gone = t.entries.createFile(t.ann, NewFile.named(project.id(), "gone", content.id()));
      t.trash.put(t.ann, gone.id());
      NewFile use = NewFile.named(project.id(), "use" + i, content.id());
      List<String> outcomes =
          race(
              () -> {
                t.trash.purge(t.ann, gone.id());
                return Optional.empty();
              },
              () -> node.entries().createFile(t.ann, use));
      assertThat(outcomes).isIn(List.of("done", "done"), List.of("done", "stored_file_not_found"));
      assertThat(t.storedFiles.find(content.id()).isPresent())
          .isEqualTo(outcomes.get(1).equals("done"));
    }
  }

  @Test
  @Promise("T14")
  void aRefusedStepLeavesTheTransactionAroundItUsable() {
    Entry project = t.project("around");
    t.folder(project, "taken");
    t.database
        .jdbi()
        .useTransaction(_ -> {
          t.folder(project, "before");
          TestCatalog.assertRefused(Kind.CONFLICT, "name_taken", () -> t.folder(project, "taken"));
          t.folder(project, "after");
        });
    assertThat(
            t.entries.children(t.ann, Optional.of(project.id()), ChildrenQuery.BY_NAME).entries())
        .extracting(Entry::name)
        .containsExactly("after", "before", "taken");
  }
}
