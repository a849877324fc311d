package io.windlass.filesystem.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.testing.InProcessStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides change at random; a simple model says what must be where after reconciling. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LosslessTest {
  private static final List<String> PATHS = List.of("a", "b", "d/a", "d/b", "d/e/a", "z");

  private final InProcessStore backing = InProcessStore.start();

  @AfterAll
  void stop() {
    backing.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @Promise({"C1", "C2", "I2"})
  void noContentOfAUserIsLostAndChangedObjectsHaveTheirPaths(long seed) throws IOException {
    Random random = new Random(seed);
    try (Ground ground = Ground.eager(backing)) {
      // what users have written, where they would look for it, until they themselves drop it
      Map<String, String> mine = new TreeMap<>();
      Set<String> aside = new TreeSet<>();
      for (int round = 0; round < 25; round++) {
        Map<String, String> changed = new TreeMap<>();
        Set<String> removed = new TreeSet<>();
        for (int i = 0; i < 6; i++) {
          String path = PATHS.get(random.nextInt(PATHS.size()));
          String content = "round " + round + " change " + i + "x".repeat(random.nextInt(3));
          switch (random.nextInt(6)) {
            case 0, 1 -> {
              ground.put(path, content);
              changed.put(path, content);
            }
            case 2 -> {
              ground.delete(path);
              changed.remove(path);
            }
            case 3 -> {
              write(ground.at(path), content);
              mine.put(path, content);
              removed.remove(path);
            }
            case 4 -> {
              Files.deleteIfExists(ground.at(path));
              mine.remove(path);
              removed.add(path);
            }
            default -> {
              String to = PATHS.get(random.nextInt(PATHS.size()));
              rename(ground, mine, path, to);
              removed.remove(to);
            }
          }
        }
        for (Map.Entry<String, String> object : changed.entrySet()) {
          String loser = mine.remove(object.getKey());
          if (loser != null) {
            aside.add(loser);
          }
        }
        reconcile(ground);
        changed.forEach((path, content) -> assertThat(ground.at(path)).hasContent(content));
        mine.forEach((path, content) -> assertThat(ground.at(path)).hasContent(content));
        removed.removeAll(changed.keySet());
        removed.forEach(path -> assertThat(ground.at(path)).doesNotExist());
        assertThat(losers(ground)).as("round %s", round).containsAll(aside);
        List<String> before = ground.paths();
        reconcile(ground);
        assertThat(ground.paths()).isEqualTo(before);
        assertThat(ground.unfinished()).isEmpty();
      }
      assertThat(aside).isNotEmpty();
    }
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static void rename(Ground ground, Map<String, String> mine, String from, String to)
      throws IOException {
    if (from.equals(to) || !Files.exists(ground.at(from), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.createDirectories(ground.at(to).getParent());
    Files.move(ground.at(from), ground.at(to), StandardCopyOption.REPLACE_EXISTING);
    mine.remove(to);
    String content = mine.remove(from);
    // the user who has moved a file wants it there, whoever wrote it
    mine.put(to, content == null ? Files.readString(ground.at(to)) : content);
  }

  private static void reconcile(Ground ground) {
    List<Trouble> troubles = new ArrayList<>();
    ground
        .importer(Change.values())
        .reconcile(
            Optional.empty(),
            new ImportListener() {
              @Override
              public void trouble(String key, Trouble trouble) {
                troubles.add(trouble);
              }

              @Override
              public void checkpoint(String key, ImportCounts counts) {}
            });
    assertThat(troubles).isEmpty();
  }

  private static Set<String> losers(Ground ground) throws IOException {
    Path conflicts = ground.root.resolve(".windlass-conflicts");
    if (!Files.exists(conflicts)) {
      return Set.of();
    }
    try (Stream<Path> walk = Files.walk(conflicts)) {
      return walk.filter(Files::isRegularFile)
          .map(LosslessTest::content)
          .collect(Collectors.toSet());
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
