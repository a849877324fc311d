package io.windlass.filesystem.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.tree.ObjectMetadata;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreException;
import io.windlass.testing.InProcessStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkImportTest {
  private final InProcessStore backing = InProcessStore.start();
  private Ground ground;

  @BeforeEach
  void prepare() {
    ground = Ground.ofStubs(backing);
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
  @Promise({"I11", "I13"})
  void everythingThatHasAPathIsTakenOverAndTheRestIsReported() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      ground.put("d" + i % 3 + "/" + i, "1");
      expected.add("d" + i % 3 + "/" + i);
    }
    ground.put("d0/", "");
    ground.put("d0//x", "");
    ground.put("d0/1/x", "1");
    ground.put("d1/" + "x".repeat(256), "");

    assertThat(ground.importAll()).isEqualTo(new ImportCounts(64, 62, 2));

    assertThat(ground.troubled).containsExactly("d0//x", "d1/" + "x".repeat(256));
    expected.addAll(List.of("d0/", "d1/", "d2/", "d0/1/", "d0/1/x"));
    assertThat(ground.paths()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  @Promise("I15")
  void whatIsPlainByOrderCostsNoQuestion() throws IOException {
    put(20);
    ground.put("dir/owned", "x", Map.of("file-permissions", "0100600", "file-owner", "77"));
    AtomicInteger questions = new AtomicInteger();
    ObjectStore counting =
        FaultyStore.of(
            ground.store,
            (call, _) -> {
              if (call.equals("head")) {
                questions.incrementAndGet();
              }
            });
    Importer importer =
        new Importer(ground.tree, ground.link(Set.of()), counting, PendingChanges.NONE);
    ImportCounts counts =
        importer.importAll(
            Ground.PREFIX, Optional.empty(), Importer.Metadata.NONE, ground.listener());
    assertThat(counts).isEqualTo(new ImportCounts(21, 21, 0));
    assertThat(questions).hasValue(0);
    assertThat(Files.getAttribute(ground.at("dir/owned"), "unix:uid")).isEqualTo(0);
    assertThat(Files.size(ground.at("dir/owned"))).isEqualTo(1);
    assertThat(ground.importAll()).isEqualTo(new ImportCounts(21, 21, 0));
  }

  @Test
  @Promise("I11")
  void doneAgainItChangesNothingAndTakesOverWhatIsNewOrChanged() throws IOException {
    put(20);
    ground.importAll();
    ground.put("05", "changed");
    ground.delete("07");
    ground.put("new", "1");
    List<String> touched = new ArrayList<>();
    ImportListener listener =
        new ImportListener() {
          @Override
          public void trouble(String key, Trouble trouble) {}

          @Override
          public void applied(String key, Applied applied) {
            if (applied.outcome() != Applied.Outcome.UNCHANGED) {
              touched.add(key + " " + applied.outcome());
            }
          }

          @Override
          public void checkpoint(String key, ImportCounts counts) {
            touched.add("checkpoint " + key + " " + counts.total());
          }
        };

    ground.importer().importAll(Ground.PREFIX, Optional.empty(), listener);

    assertThat(touched).containsExactly("05 REPLACED", "new CREATED", "checkpoint data/new 20");
    assertThat(ground.paths()).contains("07");
  }

  @Test
  @Promise("I11")
  void brokenOffItGoesOnBehindTheLastKeyThatIsDone() throws IOException {
    put(200);
    AtomicInteger told = new AtomicInteger();
    List<String> done = new ArrayList<>();
    ImportListener dies =
        new ImportListener() {
          @Override
          public void trouble(String key, Trouble trouble) {}

          @Override
          public void applied(String key, Applied applied) {
            done.add(key);
            if (told.incrementAndGet() == 50) {
              throw new IllegalStateException("killed");
            }
          }

          @Override
          public void checkpoint(String key, ImportCounts counts) {}
        };
    assertThatThrownBy(() -> ground.importer().importAll(Ground.PREFIX, Optional.empty(), dies))
        .hasMessage("killed");
    assertThat(done).isSorted();
    assertThat(ground.paths()).containsAll(done);

    ImportCounts rest =
        ground
            .importer()
            .importAll(Ground.PREFIX, Optional.of("data/" + done.getLast()), ground.listener());

    assertThat(rest).isEqualTo(new ImportCounts(150, 150, 0));
    assertThat(ground.paths()).hasSize(200);
  }

  @Test
  void aTaskMayNameAPartOfThePrefix() throws IOException {
    ground.put("a/1", "");
    ground.put("ab/1", "");
    ground.put("b/1", "");
    ground.importer().importAll("data/a/", Optional.empty(), ImportListener.NONE);
    assertThat(ground.paths()).containsExactly("a/", "a/1");
  }

  @Test
  @Promise("I13")
  void whatVanishesOrIsDeniedIsReportedAndTheOthersAreTakenOver() throws IOException {
    put(10);
    ObjectStore store =
        before((method, arguments) -> {
          if (method.equals("head")) {
            ObjectId id = (ObjectId) arguments[0];
            if (id.key().equals("data/03")) {
              ground.delete("03");
            } else if (id.key().equals("data/04")) {
              throw FaultyStore.denied();
            }
          }
        });

    assertThat(importer(store).importAll(Ground.PREFIX, Optional.empty(), ground.listener()))
        .isEqualTo(new ImportCounts(10, 8, 2));

    assertThat(ground.troubled).containsExactly("03", "04");
    assertThat(ground.troubles)
        .extracting(Trouble::code)
        .containsExactly(ReportCode.S3_OBJECT_NOT_FOUND, ReportCode.S3_ACCESS_DENIED);
    assertThat(ground.paths()).hasSize(8);
  }

  @Test
  @Promise("I13")
  void aListingThatFailsEndsTheImport() throws IOException {
    put(5);
    ObjectStore store = before((method, _) -> fail(method.equals("walk")));
    assertThatThrownBy(
            () -> importer(store).importAll(Ground.PREFIX, Optional.empty(), ground.listener()))
        .isInstanceOf(StoreException.class);
    ObjectStore unreachable =
        before((method, _) -> fail(method.equals("head") || method.equals("list")));
    assertThatThrownBy(() ->
            importer(unreachable).importAll(Ground.PREFIX, Optional.empty(), ground.listener()))
        .isInstanceOf(StoreException.class);
    assertThat(ground.paths()).isEmpty();
  }

  @Test
  @Promise("I13")
  void anObjectThatTheStoreAloneFailsOnIsReported() throws IOException {
    put(5);
    ObjectStore store =
        before((method, arguments) ->
            fail(method.equals("head") && arguments[0].toString().contains("data/03")));
    assertThat(importer(store).importAll(Ground.PREFIX, Optional.empty(), ground.listener()))
        .isEqualTo(new ImportCounts(5, 4, 1));
    assertThat(ground.troubles).extracting(Trouble::code).containsExactly(ReportCode.S3_ERROR);
    assertThatThrownBy(() -> importer(store).apply("data/03")).isInstanceOf(StoreException.class);
  }

  @Test
  @Promise("I13")
  void aFullDiskEndsTheImportAndItGoesOnWhenThereIsRoom() throws IOException {
    assumeTrue(LoopVolume.possible());
    try (LoopVolume volume = LoopVolume.create(LoopVolume.Kind.EXT4, 16 << 20);
        Ground small = Ground.eager(backing, volume.root())) {
      Path ballast = volume.root().resolve("ballast");
      Commands.ok("fallocate", "-l", "8M", ballast.toString());
      for (int i = 0; i < 4; i++) {
        small.put("f" + i, "x".repeat(1 << 20));
      }
      Files.write(volume.root().resolve("rest"), new byte[1 << 20]);
      Commands.run("dd", "if=/dev/zero", "of=" + volume.root().resolve("filler"), "bs=64k");

      assertThatThrownBy(small::importAll)
          .isInstanceOfSatisfying(
              WindlassException.class,
              e -> assertThat(e.problem().code()).isEqualTo("file_system_full"));
      assertThat(small.unfinished()).isEmpty();
      Files.delete(ballast);

      assertThat(small.importAll()).isEqualTo(new ImportCounts(4, 4, 0));
    }
  }

  @Test
  @Promise("I1")
  void directoriesKeepTheTimesOfTheirMarkersAlthoughFilesAreMadeInThem() {
    ObjectMetadata marker = ObjectMetadata.of(0040750, 1, 2, 1_000_000_000L, 0);
    for (String key : List.of("a/", "a/b/", "a/c/d/")) {
      ground.put(key, "", marker);
    }
    for (String key : List.of("a/1", "a/b/1", "a/c/1", "a/c/d/1", "a/z", "z")) {
      ground.put(key, "1");
    }
    ground.importAll();
    for (String directory : List.of("a", "a/b", "a/c/d")) {
      assertThat(ground.status(directory).modified()).as(directory).isEqualTo(1_000_000_000L);
    }
  }

  @Test
  void anImportIntoADirectoryThatIsGoneSaysSo() throws IOException {
    put(1);
    Files.delete(ground.at(""));
    assertThatThrownBy(ground::importAll)
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("linked_directory_missing"));
    Files.createDirectory(ground.at(""));
  }

  @Test
  void importsThatRunAtOnceDoNotDisturbEachOther() throws Exception {
    put(300);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ImportCounts>> counts =
          threads.invokeAll(
              IntStream.range(0, 4)
                  .<Callable<ImportCounts>>mapToObj(_ -> ground::importAll)
                  .toList());
      for (Future<ImportCounts> count : counts) {
        assertThat(count.get()).isEqualTo(new ImportCounts(300, 300, 0));
      }
    }
    assertThat(ground.paths()).hasSize(300);
  }

  private void put(int count) {
    IntStream.range(0, count).parallel().forEach(i -> ground.put("%02d".formatted(i), "1"));
  }

  private static void fail(boolean whether) {
    if (whether) {
      throw FaultyStore.unreachable();
    }
  }

  private ObjectStore before(FaultyStore.Before before) {
    return FaultyStore.of(ground.store, before);
  }

  private Importer importer(ObjectStore store) {
    return new Importer(ground.tree, ground.link(Ground.ALL), store, PendingChanges.NONE);
  }
}
