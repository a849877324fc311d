package io.windlass.filesystem.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.imports.Applied.Outcome;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.foundation.KeyOrder;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreException;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What reconciling promises against any store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReconcileContract {
  private static final Change[] ALL = Change.values();

  private Ground ground;

  abstract S3TestStore backing();

  @BeforeEach
  void prepare() {
    ground = Ground.eager(backing());
  }

  @AfterEach
  void nothingUnfinishedIsLeft() throws IOException {
    assertThat(ground.unfinished()).isEmpty();
    ground.close();
  }

  @Test
  @Promise("I12")
  void whatEventsHaveMissedIsBroughtInStep() throws IOException {
    for (String key : List.of("a", "a.b", "d/", "d/1", "d/2", "e/", "e/f/", "e/f/g", "z")) {
      ground.put(key, key.endsWith("/") ? "" : "1");
    }
    reconcile(ALL);
    assertThat(ground.paths())
        .containsExactly("a", "a.b", "d/", "d/1", "d/2", "e/", "e/f/", "e/f/g", "z");
    Files.writeString(ground.at("d/own"), "mine");
    Files.createDirectory(ground.at("e/own"));
    for (String key : List.of("a", "d/1", "e/", "e/f/", "e/f/g", "z")) {
      ground.delete(key);
    }
    ground.put("a.b", "changed");
    ground.put("d/3", "1");
    ground.put("é/x", "1");

    List<String> touched = reconcile(ALL);

    assertThat(touched)
        .containsExactlyInAnyOrder(
            "a REMOVED",
            "a.b REPLACED",
            "d/1 REMOVED",
            "d/3 CREATED",
            "e/f/g REMOVED",
            "z REMOVED",
            "é/x CREATED",
            "e/f/ REMOVED",
            "e/ KEPT");
    assertThat(ground.paths())
        .containsExactly("a.b", "d/", "d/2", "d/3", "d/own", "e/", "e/own/", "é/", "é/x");
    assertThat(Files.readString(ground.at("a.b"))).isEqualTo("changed");
    assertThat(reconcile(ALL)).isEmpty();
  }

  @Test
  @Promise({"I3", "I12"})
  void policiesAreKept() throws IOException {
    ground.put("changed", "1");
    ground.put("deleted", "1");
    reconcile(Change.NEW);
    ground.put("changed", "22");
    ground.put("new", "1");
    ground.delete("deleted");

    assertThat(reconcile(Change.DELETED))
        .containsExactly("changed IGNORED", "deleted REMOVED", "new IGNORED");
    assertThat(reconcile(Change.CHANGED)).containsExactly("changed REPLACED", "new IGNORED");
    assertThat(reconcile(Change.NEW)).containsExactly("new CREATED");
  }

  @Test
  @Promise({"I6", "I12"})
  void aTouchedFileGoesWithItsObjectAndAChangedOneStays() throws IOException {
    ground.put("touched", "1");
    ground.put("changed", "1");
    ground.importAll();
    FileTime later = FileTime.from(Instant.now().plusSeconds(60));
    Files.setLastModifiedTime(ground.at("touched"), later);
    Files.writeString(ground.at("changed"), "and more");
    ground.delete("touched");
    ground.delete("changed");
    reconcile(ALL);
    assertThat(ground.paths()).containsExactly("changed");
  }

  @Test
  @Promise("I7")
  void noFaultOfTheStoreLooksLikeADeletion() throws IOException {
    for (int i = 0; i < 20; i++) {
      ground.put("%02d".formatted(i), "1");
    }
    ground.importAll();
    ground.delete("03");
    List<ObjectStore> faulty =
        List.of(
            before((method, _) -> fail(method.equals("walk"))),
            endsEarly(),
            before((method, arguments) -> {
              if (method.equals("head")) {
                throw FaultyStore.denied();
              }
            }),
            before((method, _) -> fail(method.equals("list"))));
    for (ObjectStore store : faulty) {
      try {
        importer(store).reconcile(Optional.empty(), ImportListener.NONE);
      } catch (StoreException expected) {
        assertThat(expected.problem().code()).isEqualTo("test");
      }
      assertThat(ground.paths()).hasSize(20);
    }
    Link all = ground.link(Ground.ALL);
    Link missing =
        new Link(
            all.id(),
            all.number(),
            all.fileSystemId(),
            all.directory(),
            all.connectionId(),
            S3TestStore.uniqueBucket("missing"),
            all.prefix(),
            all.imports(),
            all.exports());
    Importer elsewhere = new Importer(ground.tree, missing, ground.store, PendingChanges.NONE);
    assertThatThrownBy(() -> elsewhere.reconcile(Optional.empty(), ImportListener.NONE))
        .isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> elsewhere.apply("data/05")).isInstanceOf(StoreException.class);
    assertThat(ground.paths()).hasSize(20);
  }

  private ObjectStore endsEarly() {
    return FaultyStore.replacing(
        ground.store,
        "walk",
        () ->
            Stream.concat(
                ground.store.walk(ground.bucket, "data/0", Optional.empty()).limit(2),
                Stream.generate(() -> {
                  throw FaultyStore.unreachable();
                })));
  }

  @Test
  void aListingOutOfOrderIsRefused() {
    ground.put("a", "1");
    ground.put("b", "1");
    List<Listing.Entry> entries;
    try (Stream<Listing.Entry> walk = ground.store.walk(ground.bucket, "data/", Optional.empty())) {
      entries = new ArrayList<>(walk.toList()).reversed();
    }
    ObjectStore store = FaultyStore.replacing(ground.store, "walk", entries::stream);
    assertThatThrownBy(() -> importer(store).reconcile(Optional.empty(), ImportListener.NONE))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("store_listing_unordered"));
  }

  /** The bucket against a map: whatever is put and deleted, the directory shows it afterwards. */
  @Test
  @Promise("I12")
  void afterAnyChangesTheDirectoryIsWhatTheBucketIs() throws IOException {
    Random random = new Random(20250101);
    List<String> names = List.of("a", "a.b", "a0", "b", "é", "\uFFFD", "\uD83D\uDE00", "-", " ");
    Map<String, String> model = new TreeMap<>();
    for (int round = 0; round < 12; round++) {
      for (int i = 0; i < 15; i++) {
        StringBuilder key = new StringBuilder();
        // a name with a digit is a directory's, so that no object is both
        for (int depth = random.nextInt(3); depth > 0; depth--) {
          key.append(names.get(random.nextInt(names.size()))).append("1/");
        }
        if (key.isEmpty() || random.nextInt(5) > 0) {
          key.append(names.get(random.nextInt(names.size())));
        }
        if (random.nextInt(3) > 0) {
          String content = key.toString().endsWith("/") ? "" : "c" + random.nextInt(3);
          ground.put(key.toString(), content);
          model.put(key.toString(), content);
        } else {
          ground.delete(key.toString());
          model.remove(key.toString());
        }
      }
      reconcile(ALL);
      for (Map.Entry<String, String> object : model.entrySet()) {
        if (object.getKey().endsWith("/")) {
          assertThat(ground.at(object.getKey())).isDirectory();
        } else {
          assertThat(Files.readString(ground.at(object.getKey()))).isEqualTo(object.getValue());
        }
      }
      assertThat(ground.paths().stream().filter(path -> !path.endsWith("/")))
          .containsExactlyInAnyOrderElementsOf(
              model.keySet().stream().filter(key -> !key.endsWith("/")).toList());
      assertThat(reconcile(ALL)).as("round %s", round).isEmpty();
    }
  }

  @Test
  @Promise({"I6", "I14"})
  void localChangesOutliveReconciling() throws IOException {
    for (String key : List.of("changed", "renamed", "removed", "touched")) {
      ground.put(key, "1");
    }
    reconcile(ALL);
    ground.delete("changed");
    ground.delete("renamed");
    Files.writeString(ground.at("changed"), "mine");
    Files.writeString(ground.at("own"), "mine");
    Files.move(ground.at("renamed"), ground.at("renamed2"));
    Files.delete(ground.at("removed"));

    new Importer(ground.tree, ground.link(Ground.ALL), ground.store, path -> path.equals("removed"))
        .reconcile(Optional.empty(), ImportListener.NONE);

    assertThat(ground.paths()).containsExactly("changed", "own", "renamed2", "touched");
    assertThat(ground.tree.conflicts().list(ground.link(Ground.ALL).id(), 10)).isEmpty();
  }

  @Test
  @Promise("I12")
  void aComparisonThatWasCutOffGoesOnBehindAnyKey() throws IOException {
    List<String> keys = List.of("a", "a.b", "d/", "d/1", "d/2", "e/f/g", "e/h", "z");
    for (String after : keys) {
      for (String key : keys) {
        ground.put(key, "1");
      }
      reconcile(ALL);
      for (String key : keys) {
        ground.delete(key);
      }
      ground.put("e/new", "1");
      assertThatThrownBy(() -> ground.importer(ALL).reconcile(Optional.empty(), endingAt(after)))
          .hasMessage("cut off");

      List<String> touched = reconcile(Optional.of(Ground.PREFIX + after), ALL);

      assertThat(touched)
          .as("behind " + after)
          .allMatch(
              it -> it.contains("/ ") || KeyOrder.compare(it.replaceAll(" .*", ""), after) > 0);
      assertThat(ground.paths())
          .as("behind " + after)
          .contains("e/new")
          .doesNotContain("a", "a.b", "d/1", "d/2", "e/f/g", "e/h", "z");
      reconcile(ALL);
      assertThat(ground.paths()).as("behind " + after).containsExactly("e/", "e/f/", "e/new");
      ground.delete("e/new");
    }
  }

  private static ImportListener endingAt(String last) {
    return new ImportListener() {
      @Override
      public void trouble(String key, Trouble trouble) {}

      @Override
      public void applied(String key, Applied applied) {
        if (key.equals(last)) {
          throw new IllegalStateException("cut off");
        }
      }

      @Override
      public void checkpoint(String key, ImportCounts counts) {}
    };
  }

  private List<String> reconcile(Change... policies) {
    return reconcile(Optional.empty(), policies);
  }

  private List<String> reconcile(Optional<String> after, Change... policies) {
    List<String> touched = new ArrayList<>();
    ground
        .importer(policies)
        .reconcile(
            after,
            new ImportListener() {
              @Override
              public void trouble(String key, Trouble trouble) {
                throw new AssertionError(key + ": " + trouble);
              }

              @Override
              public void applied(String key, Applied applied) {
                if (applied.outcome() != Outcome.UNCHANGED) {
                  touched.add(key + " " + applied.outcome());
                }
              }

              @Override
              public void checkpoint(String key, ImportCounts counts) {}
            });
    return touched;
  }

  private Importer importer(ObjectStore store) {
    return new Importer(ground.tree, ground.link(Ground.ALL), store, PendingChanges.NONE);
  }

  private ObjectStore before(FaultyStore.Before before) {
    return FaultyStore.of(ground.store, before);
  }

  private static void fail(boolean whether) {
    if (whether) {
      throw FaultyStore.unreachable();
    }
  }
}
