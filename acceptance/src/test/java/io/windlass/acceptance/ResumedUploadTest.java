package io.windlass.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.testing.LiveTree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upload whose process is killed amid it. */
class ResumedUploadTest {
  private static final long SIZE = 320L << 20;
  private static final int ENOUGH_PARTS =
      12; // more than are on their way at once, so that some have been acknowledged

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void anUploadWhoseProcessWasKilledGoesOnWithThePartsThatAreMissing() throws Exception {
    try (ServerProcess server = ServerProcess.start(directory.resolve("data"))) {
      CommandLine windlass = new CommandLine(directory, server);
      String project = "r-" + UUID.randomUUID();
      windlass.ok("projects", "create", "--name", project);
      Path file = sparse();
      Path parts = server.data().resolve("objects");

      killAmidUpload(server, file, project, parts);
      Map<Path, FileTime> arrived = parts(parts);
      assertThat(windlass.fails("stat", project + "/large.bin")).contains("not_found");

      windlass.ok("put", file.toString(), project + "/");
      Map<Path, FileTime> afterwards = parts(parts);
      assertThat(arrived.entrySet())
          .as("parts that were not sent again")
          .anySatisfy(part -> assertThat(afterwards).containsEntry(part.getKey(), part.getValue()));
      Path copy = directory.resolve("copy.bin");
      windlass.ok("get", project + "/large.bin", copy.toString());
      assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
    }
  }

  /** Takes no room on the disk, and yet every part of it has other bytes. */
  private Path sparse() throws IOException {
    Path file = directory.resolve("large.bin");
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(SIZE);
      for (long offset = 0; offset < SIZE; offset += 1 << 20) {
        bytes.seek(offset);
        bytes.writeLong(offset);
      }
    }
    return file;
  }

  private void killAmidUpload(ServerProcess server, Path file, String project, Path parts)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.windlass.cli.Main",
                "put",
                file.toString(),
                project + "/")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("put.log").toFile());
    builder.environment().put("WINDLASS_SERVER", server.address().toString());
    builder.environment().put("WINDLASS_TOKEN", server.adminToken());
    Process put = builder.start();
    try {
      while (parts(parts).size() < ENOUGH_PARTS) {
        assertThat(put.waitFor(5, TimeUnit.MILLISECONDS))
            .as("the upload ended by itself: %s", Files.readString(directory.resolve("put.log")))
            .isFalse();
      }
    } finally {
      put.destroyForcibly().waitFor();
    }
  }

  private static Optional<FileTime> modified(Path file) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(file));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // it went while it was looked at
    }
  }

  /** The parts of uploads that the embedded store has, and when each came. */
  private static Map<Path, FileTime> parts(Path objects) throws IOException {
    Map<Path, FileTime> parts = new HashMap<>();
    for (Path file : LiveTree.files(objects)) {
      if (file.toString().contains("/uploads/")
          && String.valueOf(file.getFileName()).matches("\\d{5}-.*")) {
        modified(file).ifPresent(time -> parts.put(file, time));
      }
    }
    return parts;
  }
}
