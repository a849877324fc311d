package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.cli.Main;
import io.windlass.cli.start.Places;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, as the launcher runs it. */
class DemoTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void everyStepDoesWhatItSaysAndNothingIsLeftBehind() throws IOException {
    System.setProperty("windlass.home", launcher().toString());
    List<String> before = demos();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            new Places(Map.of(), directory),
            new PrintWriter(out),
            new PrintWriter(err),
            false,
            "demo");
    assertThat(code).as("%s%s", out, err).isZero();
    assertThat(out.toString())
        .contains("$ windlass connections verify")
        .contains("refused: AccessDenied (403)")
        .contains("the same, byte for byte")
        .contains("get raw/note.txt: written here")
        .contains("$ cat scratch/raw/answer.txt\nwritten in the bucket\n")
        .contains("$ windlass transfers report")
        .contains("1 file sent (10 B), 8 equal, 0 failed.")
        .contains("Deleted file system scratch.")
        .contains("All steps did what they should.");
    assertThat(demos()).isEqualTo(before);
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain("windlass-demo-");
    assertThat(ProcessHandle.current().descendants().map(ProcessHandle::info))
        .noneMatch(info -> info.commandLine().orElse("").contains("windlass-demo-"));
  }

  /** A launcher that builds nothing: the packaged server is there already. */
  private Path launcher() throws IOException {
    Path script = directory.resolve("windlass");
    Files.writeString(
        script,
        """
        #!/bin/sh
        shift
        exec '%s' --enable-native-access=ALL-UNNAMED -Xmx512m -XX:TieredStopAtLevel=1 -jar '%s' "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Path.of("..", "server", "target", "quarkus-app", "quarkus-run.jar")
                    .toAbsolutePath()
                    .normalize()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return directory;
  }

  private static List<String> demos() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("windlass-demo-"))
          .sorted()
          .toList();
    }
  }
}
