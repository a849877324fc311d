package io.windlass.filesystem.exports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.filesystem.Promise;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The exporting process is killed again and again; in the end both sides agree. */
@SuppressWarnings("NullAway.Init") // set before each test
class CrashTest {
  private static final ConditionFactory SOON =
      await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(20)).ignoreExceptions();

  private final InProcessStore backing = InProcessStore.start();
  private LoopVolume volume;
  private Linked linked;
  private Process node;

  @BeforeEach
  void mount() throws IOException {
    assumeTrue(LoopVolume.possible());
    volume = LoopVolume.create(LoopVolume.Kind.XFS, 320L << 20);
    Path root = Files.createDirectories(volume.root().resolve("tree"));
    linked = new Linked(backing, root, EnumSet.noneOf(Change.class), Linked.ALL);
  }

  @AfterEach
  void unmount() throws InterruptedException {
    if (node != null) {
      kill();
    }
    if (linked != null) {
      linked.close();
      volume.close();
    }
    backing.close();
  }

  @Test
  @Promise("E21")
  void whatChangesBeforeDuringAndAfterCrashesIsExportedOnce() throws Exception {
    start();
    linked.shell("mkdir -p d/sub e && for i in $(seq 150); do echo file $i > d/sub/f$i; done");
    killAt(40);
    linked.shell("rm d/sub/f1 d/sub/f2; echo changed > d/sub/f3; echo new > e/new");
    start();
    SOON.until(() -> linked.keys().size() > 100);
    linked.shell("mv d renamed && echo again > renamed/sub/f4 && rm renamed/sub/f5");
    SOON.until(() -> linked.keys().stream().filter(k -> k.startsWith("renamed/")).count() > 20);
    kill();
    linked.shell("mv renamed/sub moved; rm -rf e; ln moved/f9 moved/name; chmod 700 moved/f10");
    start();
    SOON.until(() -> linked.keys().stream().filter(k -> k.startsWith("moved/")).count() > 10);
    kill();
    start();
    SOON.untilAsserted(() -> assertThat(linked.keys()).isEqualTo(linked.localKeys()));
    SOON.untilAsserted(
        () -> assertThat(linked.changes.backlog(linked.link.id()).waiting()).isZero());
    for (String key : linked.keys()) {
      if (!key.endsWith("/")) {
        assertThat(linked.bytes(key)).isEqualTo(Files.readAllBytes(linked.path(key)));
      }
    }
    assertThat(linked.facts("moved/f10").metadata()).containsEntry("file-permissions", "0100700");
  }

  private void killAt(int objects) throws InterruptedException {
    SOON.until(() -> linked.keys().size() >= objects);
    kill();
    Set<String> left = linked.keys();
    assertThat(left.size()).isLessThan(linked.localKeys().size() + 1);
  }

  private void start() throws IOException {
    node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ExportNode.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    S3TestStore.Account owner = backing.owner();
    Writer input = node.outputWriter(UTF_8);
    for (String line :
        List.of(
            Linked.DATABASE.jdbcUrl(),
            Linked.DATABASE.user(),
            Linked.DATABASE.password().reveal(),
            backing.endpoint().toString(),
            backing.region(),
            owner.accessKeyId(),
            owner.secretAccessKey().reveal(),
            linked.root.toString(),
            Long.toString(linked.link.number()),
            linked.bucket)) {
      input.write(line + "\n");
    }
    input.flush();
    BufferedReader output = new BufferedReader(new InputStreamReader(node.getInputStream(), UTF_8));
    assertThat(output.readLine()).isEqualTo("ready");
  }

  private void kill() throws InterruptedException {
    node.destroyForcibly().waitFor();
  }
}
