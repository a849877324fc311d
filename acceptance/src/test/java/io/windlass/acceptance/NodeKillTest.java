package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.testing.InProcessStore;
import io.windlass.testing.LiveTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole server is killed amid the work of a link, again and again. The store is another one,
 * and goes on.
 */
@SuppressWarnings("NullAway.Init") // set before the test
class NodeKillTest {
  private static final int SMALL = 2_500;
  private static final int LARGE = 12;
  private static final int WRITTEN = 1_200;
  private static final ConditionFactory SOON =
      await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(10));
  private static final Pattern SUM = Pattern.compile("([0-9a-f]{32})  \\./(.+)");

  @TempDir private Path directory;
  private InProcessStore backing;
  private LinkedBucket linked;
  private ServerProcess server;
  private CommandLine windlass;

  @BeforeEach
  void start() {
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && Files.exists(Path.of("/dev/loop-control")));
    backing = InProcessStore.start();
    linked = new LinkedBucket(backing, directory);
    serve();
  }

  @AfterEach
  void end() {
    if (server != null) {
      windlass.run("file-systems", "delete", linked.fileSystem);
      server.close();
      linked.close();
      backing.close();
    }
  }

  @Test
  void bothSidesAgreeAfterKillsDuringImportFillsAndExport() throws Exception {
    fillBucket();
    Map<String, String> objects = linked.objects();
    String link = linked.link(windlass);

    windlass.ok("links", "import", linked.fileSystem);
    SOON.until(() -> entries() > 50);
    kill();
    assertThat(entries()).as("killed amid the import").isLessThan(SMALL + LARGE);
    serve();
    SOON.until(() -> entries() == SMALL + LARGE);

    Path sums = directory.resolve("sums");
    Process reader = reader(sums);
    SOON.until(() -> Files.readString(sums).lines().count() > 100);
    kill();
    assertThat(reader.isAlive()).as("killed amid the reading").isTrue();
    serve();
    assertThat(reader.waitFor(2, TimeUnit.MINUTES)).isTrue();
    compare(Files.readAllLines(sums), objects);
    assertThat(linked.files()).isEqualTo(objects);

    shell("mkdir made; for i in $(seq " + WRITTEN + "); do echo made $i > made/$i; done");
    SOON.until(() -> linked.count() > SMALL + LARGE + 50);
    kill();
    assertThat(linked.count()).as("killed amid the export").isLessThan(SMALL + LARGE + WRITTEN);
    shell("rm made/1; mv made/2 two; echo again > made/3; rm d0/file-0; mv d1 e1");
    linked.put("later", "put while the node was away");
    linked.delete("d2/file-2");
    serve();
    windlass.ok("links", "compare", link);
    SOON.untilAsserted(() -> {
      Map<String, String> files = linked.files();
      assertThat(files).containsKeys("later", "two", "e1/file-1");
      assertThat(files).doesNotContainKeys("made/1", "d0/file-0", "d1/file-1", "d2/file-2");
      assertThat(files).isEqualTo(linked.objects());
    });
  }

  /** Every sum is the right one; who was served at the moment of the kill may have an error. */
  private static void compare(List<String> lines, Map<String, String> objects) {
    long right =
        lines.stream()
            .map(SUM::matcher)
            .filter(matcher -> matcher.matches())
            .peek(found ->
                assertThat(found.group(1))
                    .as(found.group(2))
                    .isEqualTo(objects.get(found.group(2))))
            .count();
    assertThat(lines.stream().filter(line -> !SUM.matcher(line).matches()))
        .allMatch(line -> line.contains("Input/output error"));
    assertThat(right).isGreaterThanOrEqualTo(objects.size() - 16);
  }

  private void fillBucket() {
    for (int i = 0; i < SMALL; i++) {
      linked.put("d" + i % 10 + "/file-" + i, "of file " + i);
    }
    Random random = new Random(5);
    for (int i = 0; i < LARGE; i++) {
      byte[] bytes = new byte[2 << 20];
      random.nextBytes(bytes);
      linked.put("large/" + i, bytes);
    }
  }

  private void serve() {
    server = ServerProcess.start(directory.resolve("data"));
    windlass = new CommandLine(directory, server);
  }

  private void kill() {
    server.kill();
  }

  private long entries() throws IOException {
    return LiveTree.files(linked.directory()).size();
  }

  /** Reads everything, four files at a time. */
  private Process reader(Path sums) throws IOException {
    Files.createFile(sums);
    return new ProcessBuilder("sh", "-c", "find . -type f -print0 | xargs -0 -n 5 -P 4 md5sum")
        .directory(linked.directory().toFile())
        .redirectErrorStream(true)
        .redirectOutput(sums.toFile())
        .start();
  }

  private void shell(String script) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-ec", script)
            .directory(linked.directory().toFile())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
