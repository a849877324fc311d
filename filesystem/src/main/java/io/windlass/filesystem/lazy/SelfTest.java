package io.windlass.filesystem.lazy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.filesystem.state.FileState;
import io.windlass.linux.Descriptor;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Lets other programs read stubs of our own making, in the ways that go wrong where something is
 * missing, and looks at what they got.
 */
final class SelfTest {
  /** Never imported nor exported. */
  static final String PREFIX = ".windlass-probe";

  /** Link numbers of the stubs of this test, which no link has: one is filled when opened, */
  private static final long LINK = Long.MAX_VALUE;

  /** the other as if it were large, so that the kernel has to tell of every use. */
  static final long LINK_OF_RANGES = Long.MAX_VALUE - 1;

  private static final int SIZE = 4096;
  private static final long PATIENCE_SECONDS = 20;

  private SelfTest() {}

  /** Whether a stub is one of this test. */
  static boolean isOfTest(FileState state) {
    return state.link() >= LINK_OF_RANGES;
  }

  /** The content of the stubs of this test. */
  static void read(FileState state, long offset, long length, ContentSource.Sink sink) {
    sink.accept(ByteBuffer.wrap(content(), (int) offset, (int) length));
  }

  private static byte[] content() {
    byte[] content = new byte[SIZE];
    Arrays.fill(content, "windlass".getBytes(UTF_8)[0]);
    return content;
  }

  /**
   * Runs it.
   *
   * @param visible a directory where users would find the file system
   * @return what is wrong, as one sentence; empty when all is well
   */
  static Optional<String> run(LazyFileSystem fileSystem, Path visible, Path run) {
    List<List<String>> readers =
        List.of(
            List.of("head", "-c1", "{}"),
            // Asks for holes before it reads.
            List.of("cp", "--sparse=auto", "{}", run.resolve("probe-copy").toString()));
    for (long link : new long[] {LINK, LINK_OF_RANGES}) {
      for (List<String> reader : readers) {
        Optional<String> problem = run(fileSystem, visible, reader, run, link);
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> run(
      LazyFileSystem fileSystem, Path visible, List<String> reader, Path run, long link) {
    String name = PREFIX + "-" + ProcessHandle.current().pid() + "-" + reader.getFirst();
    Descriptor root = fileSystem.root();
    int create = OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.TRUNCATE;
    try {
      try (Descriptor stub = root.open(name, create, 0600)) {
        fileSystem.makeStub(stub, FileState.released(link, name, "probe", SIZE, 0));
      }
      Path copy = run.resolve("probe-copy");
      Files.deleteIfExists(copy);
      String path = visible.resolve(name).toString();
      List<String> command = reader.stream().map(word -> word.replace("{}", path)).toList();
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.of("The self-test waits for content in vain.");
      }
      boolean copied = Files.exists(copy);
      byte[] got = copied ? Files.readAllBytes(copy) : process.getInputStream().readAllBytes();
      Files.deleteIfExists(copy);
      byte[] expected = Arrays.copyOf(content(), copied ? SIZE : 1);
      return Arrays.equals(got, expected)
          ? Optional.empty()
          : Optional.of(
              "In the self-test, " + reader.getFirst() + " did not get the content of a stub.");
    } catch (IOException e) {
      return Optional.of("The self-test can not run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("The self-test was interrupted.");
    } finally {
      remove(root, name);
    }
  }

  private static void remove(Descriptor root, String name) {
    try {
      root.remove(name, false);
    } catch (LinuxException e) {
      // It was not made.
    }
  }
}
