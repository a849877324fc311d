package io.windlass.filesystem.lazy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import io.windlass.linux.OpenFlags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A volume with lazy files of made-up content, visible to programs. */
final class LazyVolume implements AutoCloseable {
  static final String ETAG = "d41d8cd98f00b204e9800998ecf8427e";
  static final long MTIME = 1_600_000_000_123_456_789L;
  private static final int CREATE = OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;

  final LoopVolume volume;
  final MadeUpContent content = new MadeUpContent();
  final Path visible;
  final Path run;
  private final Settings settings;
  private ChangedContent changed = (state, file) -> {};
  private @Nullable LazyFileSystem served;

  LazyVolume(LoopVolume.Kind kind, long bytes, Settings settings) {
    this(LoopVolume.create(kind, bytes), settings);
  }

  /** On a volume that is closed with this. */
  LazyVolume(LoopVolume volume, Settings settings) {
    this.volume = volume;
    this.settings = settings;
    this.visible = volume.aside("visible");
    try {
      this.run = Files.createTempDirectory(Path.of("/dev/shm"), "windlass-run-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /** The node arms the file system, or takes it over. */
  void arm() {
    served =
        LazyFileSystem.arm(
            volume.root(), run, content, (state, file) -> changed.onChanged(state, file), settings);
  }

  /** The node starts. */
  void start() {
    arm();
    files().expose(visible);
  }

  /** The node stops; programs wait. */
  void stop() {
    files().close();
  }

  /** Usual settings but for the limit of whole files, with short patience. */
  static Settings settings(long wholeFileLimit) {
    return new Settings(
        wholeFileLimit,
        64,
        6,
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        Settings.DEFAULT.wholeFileOpeners(),
        List.of(Pattern.compile("whole-by-path")),
        Set.of("scanner"),
        0);
  }

  LazyFileSystem files() {
    return requireNonNull(served);
  }

  void onChanged(ChangedContent hook) {
    changed = hook;
  }

  /** Another start of the node; programs wait meanwhile. */
  void restart() {
    stop();
    start();
  }

  /** Makes a stub and returns its visible path. */
  Path stub(String name, long size) {
    return stub(name, size, ETAG);
  }

  Path stub(String name, long size, String etag) {
    try (Descriptor file = files().root().open(name, CREATE, 0644)) {
      assertThat(files().makeStub(file, FileState.released(1, name, etag, size, MTIME))).isTrue();
      file.times(MTIME, MTIME);
    }
    return visible.resolve(name);
  }

  /** The bytes a stub must turn out to have. */
  static byte[] expected(String name, long size) {
    return MadeUpContent.bytes(name, ETAG, 0, Math.toIntExact(size));
  }

  String md5(String name, long size) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(expected(name, size)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bytes that are on the volume, past all holding back. */
  byte[] raw(String name) {
    try (Descriptor file = files().root().open(name, OpenFlags.READ, 0)) {
      byte[] bytes = new byte[Math.toIntExact(file.status().size())];
      java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining() && file.read(buffer, buffer.position()) > 0) {}
      return bytes;
    }
  }

  Optional<FileState> state(String name) {
    return files().states().read(files().root(), name);
  }

  FileState.Content where(String name) {
    return state(name).orElseThrow().content();
  }

  FileHandle handle(String name) {
    try (Descriptor file = files().root().open(name, OpenFlags.PATH, 0)) {
      return file.handle();
    }
  }

  /** Waits until a file is resident on the disk. */
  void awaitLocal(String name) {
    Awaitility.await().until(() -> where(name) == FileState.Content.LOCAL);
  }

  /** Runs a Python program with the visible directory as its current one; prints go out. */
  Commands.Result python(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", "-C", visible.toString()));
    command.addAll(List.of("/usr/bin/python3", "-c", program));
    command.addAll(Arrays.asList(arguments));
    return Commands.run(command);
  }

  /** Runs a command of the shell with the visible directory as its current one. */
  Commands.Result shell(String command) {
    return Commands.run("/usr/bin/env", "-C", visible.toString(), "bash", "-c", command);
  }

  /** Starts a Python program with the visible directory as its current one. */
  Process startPython(String program) {
    try {
      return new ProcessBuilder("/usr/bin/python3", "-c", program)
          .directory(visible.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a command of the shell with the visible directory as its current one. */
  Process start(String command) {
    try {
      return new ProcessBuilder("bash", "-o", "pipefail", "-c", command)
          .directory(visible.toFile())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    content.open();
    try {
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(
                      Commands.run("umount", visible.toString()).status() == 0
                          || Commands.run("mountpoint", "-q", visible.toString()).status() != 0)
                  .isTrue());
      LoopVolume.whenNobodySeesIt(files()::detach);
      // otherwise it is left, as what names the guard for the next start of the tests
      Commands.run("rm", "-rf", run.toString());
    } finally {
      volume.close();
    }
  }
}
