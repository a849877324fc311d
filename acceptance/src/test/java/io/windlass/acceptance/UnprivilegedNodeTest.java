package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.windlass.testing.InProcessStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node without any privilege links eagerly, both ways, and says why. */
class UnprivilegedNodeTest {
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void whoeverIsNotRootLinksADirectoryOfTheirOwn() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another");
    assumeTrue(
        run(List.of("test", "-r", ServerProcess.program().toAbsolutePath().toString()), directory)
            == 0,
        "others may not enter the directory that this is built in");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path home = nobodys("home");
    Path tree = nobodys("home/tree");
    Path data = nobodys("home/data");
    try (InProcessStore backing = InProcessStore.start();
        LinkedBucket linked = new LinkedBucket(backing, home);
        ServerProcess server = ServerProcess.startBy(AS_NOBODY, data, "--check-seconds", "1")) {
      CommandLine windlass = new CommandLine(directory, server);
      linked.put("a.csv", "of a");
      linked.put("sub/b.csv", "of b");
      JsonNode made = linked.eager(windlass, tree);
      assertThat(made.get("mode").asText()).isEqualTo("eager");
      assertThat(made.get("modeReason").asText()).isNotEmpty();
      String link = linked.linkAll(windlass);
      windlass.ok("links", "import", linked.fileSystem, "--wait");
      assertThat(tree.resolve("raw/sub/b.csv")).hasContent("of b");

      as(
          "echo mine > raw/mine; echo more >> raw/a.csv; mkdir raw/new; mv raw/sub/b.csv raw/new/b.csv",
          tree);
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> {
            assertThat(linked.objects()).containsOnlyKeys("a.csv", "mine", "new/b.csv");
            assertThat(linked.files(tree.resolve("raw"))).isEqualTo(linked.objects());
          });
      as("rm raw/mine", tree);
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(linked.objects()).doesNotContainKey("mine"));

      linked.put("a.csv", "changed there");
      linked.delete("new/b.csv");
      windlass.ok("links", "compare", link);
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () -> assertThat(linked.files(tree.resolve("raw"))).isEqualTo(linked.objects()));
      assertThat(windlass.ok("files", "state", tree.resolve("raw/a.csv").toString()))
          .contains("(0x00000009) exists archived");
      assertThat(windlass.fails("files", "release", tree.resolve("raw/a.csv").toString()))
          .contains("lazy");
      assertThat(
              windlass.fails(
                  "file-systems",
                  "create",
                  "image",
                  "--mount",
                  home + "/m",
                  "--image",
                  home + "/image",
                  "--size",
                  "300M"))
          .isNotEmpty();
      windlass.ok("file-systems", "delete", linked.fileSystem);
      assertThat(tree.resolve("raw/a.csv")).hasContent("changed there");
    }
  }

  private Path nobodys(String name) throws IOException {
    Path made = Files.createDirectories(directory.resolve(name));
    Files.setAttribute(made, "unix:uid", 65534);
    Files.setAttribute(made, "unix:gid", 65534);
    return made;
  }

  private static void as(String script, Path where) throws Exception {
    assertThat(run(List.of("sh", "-ec", script), where)).isZero();
  }

  private static int run(List<String> arguments, Path where) throws Exception {
    List<String> command = new ArrayList<>(AS_NOBODY);
    command.addAll(arguments);
    return new ProcessBuilder(command).directory(where.toFile()).inheritIO().start().waitFor();
  }
}
