package io.windlass.filesystem.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.testing.InProcessStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A directory with many small files gets another name. {@code -Dwindlass.renamed=100000} for as
 * many as there should be room for.
 */
@SuppressWarnings("NullAway.Init") // set before each test
class RenamedDirectoryTest {
  private static final int FILES = Integer.getInteger("windlass.renamed", 2_000);

  /** Each look lists everything: with many files they come further apart. */
  private static final ConditionFactory SOON =
      await()
          .atMost(Duration.ofMinutes(30))
          .pollInterval(Duration.ofMillis(Math.max(300, FILES / 10)));

  private final InProcessStore backing = InProcessStore.start();
  @TempDir private Path home;
  private Linked linked;
  private AutoExport exports;

  @BeforeEach
  void link() throws Exception {
    Path root = Files.createDirectory(home.resolve("root"));
    linked = new Linked(backing, root, EnumSet.noneOf(Change.class), Linked.ALL);
    exports = linked.automatic(home.resolve("spool"));
  }

  @AfterEach
  void unlink() {
    exports.close();
    linked.close();
    backing.close();
  }

  @Test
  @Promise("E14")
  void everyFileIsCopiedWithinTheStoreBeforeItsOldObjectGoes() {
    linked.shell(
        "/usr/bin/python3 -c \""
            + "import os\n"
            + "for i in range(%d):\n".formatted(FILES)
            + "    os.makedirs('old/%02d' % (i % 50), exist_ok=True)\n"
            + "    open('old/%02d/f%d' % (i % 50, i), 'w').write('file %d' % i)\n"
            + "\"");
    long begun = System.nanoTime();
    SOON.until(() -> exports.counters().objects() >= FILES && isQuiet());
    long exported = System.nanoTime();
    Map<String, String> before = linked.objects();
    AutoExport.Counters counted = exports.counters();

    linked.shell("mv old new");
    SOON.until(() -> {
      assertEachHasAnObject();
      return isQuiet();
    });
    long renamed = System.nanoTime();

    AutoExport.Counters now = exports.counters();
    assertThat(now.renames() - counted.renames()).isGreaterThanOrEqualTo(FILES);
    assertThat(now.objects() - counted.objects())
        .as("markers alone are written anew")
        .isEqualTo(51);
    assertThat(now.failures()).isZero();
    assertThat(linked.objects())
        .isEqualTo(
            before.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        object -> object.getKey().replaceFirst("^old/", "new/"),
                        Map.Entry::getValue)));
    System.out.printf(
        "%,d files: exported in %.1f s, renamed in %.1f s%n",
        FILES, (exported - begun) / 1e9, (renamed - exported) / 1e9);
  }

  /** The old keys are listed first: what is not among them any more has its new one. */
  private void assertEachHasAnObject() {
    Set<String> found = new HashSet<>();
    for (String directory : new String[] {"old/", "new/"}) {
      linked.keys().stream()
          .filter(key -> key.startsWith(directory) && !key.endsWith("/"))
          .map(key -> key.substring(key.lastIndexOf('/') + 1))
          .forEach(found::add);
    }
    assertThat(found).hasSize(FILES);
  }

  private boolean isQuiet() {
    linked.watch.orElseThrow().catchUp();
    return linked.changes.backlog(linked.link.id()).waiting() == 0;
  }
}
