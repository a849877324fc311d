package io.windlass.transfer.collection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.KeyOrder;
import io.windlass.transfer.collection.Storage.Links;
import io.windlass.transfer.collection.Storage.Walked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

@SuppressWarnings("NullAway.Init")
class WalkProperties {
  private static CollectionLab lab;
  private static Path root;

  @BeforeContainer
  static void open() throws IOException {
    lab = new CollectionLab();
    root = Files.createTempDirectory("windlass-walk-");
  }

  @AfterContainer
  static void close() throws IOException {
    lab.close();
    delete(root);
  }

  @Provide
  Arbitrary<Set<String>> paths() {
    Arbitrary<String> names =
        Arbitraries.of("a", "a.b", "a-", "a0", "b", "B", "\uFFFD", "\uD83D\uDE00");
    return names
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(segments -> String.join("/", segments))
        .set()
        .ofMaxSize(12);
  }

  @Property(tries = 60)
  @Promise({"D2", "D3"})
  void aWalkTellsOfEveryPathOnceInTheOrderOfKeysFromAnyPointOn(
      @ForAll("paths") Set<String> paths, @ForAll("paths") Set<String> points) throws IOException {
    Path directory = Files.createTempDirectory(root, "d");
    TreeSet<String> expected = new TreeSet<>(KeyOrder.OF_KEYS);
    for (String path : paths) {
      make(directory, path, expected);
    }
    String top = "/" + directory.getFileName();
    Collection collection = lab.collections.ofTarget(target()).orElseThrow();
    try (Storage storage = lab.open(collection)) {
      assertThat(walk(storage, top, Optional.empty())).containsExactlyElementsOf(expected);
      for (String point : points) {
        assertThat(walk(storage, top, Optional.of(point)))
            .containsExactlyElementsOf(expected.tailSet(point, false));
      }
    }
    delete(directory);
  }

  private static String target() {
    if (lab.directories.all.isEmpty()) {
      lab.directory(root);
    }
    return lab.directories.all.getFirst().id();
  }

  /** A path is a file unless another one has made a directory of it, or a part of it a file. */
  private static void make(Path directory, String path, Set<String> expected) throws IOException {
    Path file = directory.resolve(path);
    for (Path at = requireNonNull(file.getParent());
        !at.equals(directory);
        at = requireNonNull(at.getParent())) {
      if (Files.isRegularFile(at)) {
        return;
      }
    }
    if (Files.isDirectory(file)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    expected.add(path);
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      expected.add(path.substring(0, slash + 1));
    }
  }

  private static List<String> walk(Storage storage, String top, Optional<String> after) {
    try (Stream<Walked> walk = storage.walk(top, after, Links.SHOW)) {
      return walk.map(Walked::sortKey).toList();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
