package io.windlass.filesystem.lazy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.state.FileStates;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.testing.LoopVolume.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.linux.OpenFlags;
import io.windlass.linux.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills and power losses: whoever reads gets the right bytes, or an error, or waits. */
@ParameterizedClass
@EnumSource(names = {"EXT4", "XFS"})
@EnabledIf("possible")
@SuppressWarnings({"NullAway", "NullAway.Init"}) // fields are set by JUnit and before each test
class LazyCrashTest {
  private static final int SIZE = 100_003;
  private static final int FILES = 300;
  private static final int LARGE = 20_000_003;
  private static final int LARGE_FILES = 6;
  private static final long LIMIT = 1 << 20;

  /** Reads all files at once and prints what became of each. */
  private static final String READER =
      """
      import hashlib, os, sys, threading, queue
      names = queue.Queue()
      for name in sorted(os.listdir('.')):
          if os.path.isfile(name): names.put(name)
      lock = threading.Lock()
      def work():
          while True:
              try: name = names.get_nowait()
              except queue.Empty: return
              try:
                  with open(name, 'rb') as f: got = hashlib.md5(f.read()).hexdigest()
              except OSError as e: got = 'errno %d' % e.errno
              with lock: print(name, got, flush=True)
      threads = [threading.Thread(target=work) for i in range(32)]
      [t.start() for t in threads]; [t.join() for t in threads]
      """;

  @Parameter Kind kind;
  private LazyVolume lazy;

  static boolean possible() {
    return LoopVolume.possible();
  }

  @BeforeEach
  void create() {
    lazy = new LazyVolume(kind, 640L << 20, LazyVolume.settings(LIMIT));
  }

  @AfterEach
  void close() {
    lazy.close();
  }

  @Test
  void programsWaitForANodeThatWasKilledAndGetTheRightBytesFromTheNext() throws Exception {
    for (int i = 0; i < FILES; i++) {
      lazy.stub("s" + i, SIZE);
    }
    for (int i = 0; i < LARGE_FILES; i++) {
      lazy.stub("l" + i, LARGE);
    }
    lazy.stop();
    Process first = node(60);
    Process reader = lazy.startPython(READER);
    killWhenStuck(first);
    killWhenStuck(node(100));
    lazy.start();
    String printed = new String(reader.getInputStream().readAllBytes(), UTF_8);
    assertThat(reader.waitFor()).isZero();
    Map<String, String> got =
        printed
            .lines()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    assertThat(got.size()).isEqualTo(FILES + LARGE_FILES);
    long failed = got.values().stream().filter("errno 5"::equals).count();
    // What a kill finds read and not yet recorded: at most two events in each thread that reads.
    int readers = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);
    long kills = 2;
    assertThat(failed).isLessThanOrEqualTo(kills * readers * 2);
    for (Map.Entry<String, String> file : got.entrySet()) {
      if (!file.getValue().equals("errno 5")) {
        int size = file.getKey().startsWith("s") ? SIZE : LARGE;
        assertThat(file.getValue()).as(file.getKey()).isEqualTo(md5(file.getKey(), size));
      }
    }
    for (int i = 0; i < LARGE_FILES; i++) {
      assertThat(lazy.shell("cat l" + i + " >/dev/null").status()).isZero();
      assertThat(lazy.raw("l" + i)).isEqualTo(LazyVolume.expected("l" + i, LARGE));
    }
  }

  private static String md5(String name, int size) throws Exception {
    byte[] bytes = LazyVolume.expected(name, size);
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
  }

  @Test
  void moreProgramsThanTheNodeMayHaveFilesOpenAreAllServed() throws Exception {
    int programs = 700;
    for (int i = 0; i < programs; i++) {
      lazy.stub("f" + i, 5_000);
    }
    lazy.stop();
    Process reader = lazy.startPython(READER.replace("range(32)", "range(" + programs + ")"));
    Awaitility.await().until(() -> waiting(reader) == programs);
    // No privilege to raise the limit again: 300 of 400 are for programs that wait.
    Process limited =
        node(
            List.of("setpriv", "--bounding-set=-sys_resource", "prlimit", "--nofile=400:400"),
            1_000_000);
    List<String> printed =
        new String(reader.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(reader.waitFor()).isZero();
    limited.destroyForcibly();
    limited.waitFor();
    lazy.start();
    assertThat(printed).hasSize(programs);
    for (String line : printed) {
      String name = line.split(" ", 2)[0];
      assertThat(line).isEqualTo(name + " " + md5(name, 5_000));
    }
  }

  /** Threads of a program that open a file. */
  private static long waiting(Process process) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return threads.filter(LazyCrashTest::opens).count();
    }
  }

  private static boolean opens(Path thread) {
    try {
      String call = Files.readString(thread.resolve("syscall")).split(" ", 2)[0];
      return call.equals("257") || call.equals("56");
    } catch (IOException e) {
      return false;
    }
  }

  private Process node(int readings) throws IOException {
    return node(List.of(), readings);
  }

  /** A node that is started by way of another program. */
  private Process node(List<String> by, int readings) throws IOException {
    List<String> command = new ArrayList<>(by);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            ServingProcess.class.getName(),
            lazy.volume.root().toString(),
            lazy.run.toString(),
            lazy.visible.toString(),
            Integer.toString(readings),
            Long.toString(LIMIT)));
    Process node =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    awaitLine(node.inputReader(), "ready");
    return node;
  }

  private static void awaitLine(BufferedReader lines, String wanted) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.equals(wanted)) {
      line = lines.readLine();
    }
    assertThat(line).isEqualTo(wanted);
  }

  private static void killWhenStuck(Process node) throws Exception {
    awaitLine(node.inputReader(), "stuck");
    node.destroyForcibly();
    assertThat(node.waitFor()).isEqualTo(137);
  }

  @Test
  void afterAPowerLossEveryFileIsAStubOrHasItsBytes() throws Exception {
    lazy.stub("filled", SIZE);
    lazy.stub("appended", SIZE);
    lazy.stub("part", LARGE);
    lazy.shell("sync");
    Process holder = lazy.start("exec 5<filled; cat <&5 >/dev/null; tail -c 65536 part; read x");
    Awaitility.await().until(() -> lazy.raw("filled")[SIZE - 1] != 0);
    assertThat(lazy.shell("echo more >> appended").status()).isZero();
    try (LoopVolume after = lazy.volume.afterPowerLoss()) {
      verify(after, "filled", SIZE, null);
      verify(after, "part", LARGE, Content.RELEASED);
      // Whoever writes is let go on only when the old content is on the disk for good.
      verify(after, "appended", SIZE, Content.LOCAL);
    }
    holder.destroy();
    holder.waitFor();
    lazy.awaitLocal("filled");
    try (LoopVolume after = lazy.volume.afterPowerLoss()) {
      verify(after, "filled", SIZE, null);
    }
  }

  private static void verify(LoopVolume after, String name, int size, @Nullable Content where) {
    FileStates states = new FileStates(FileStates.TRUSTED);
    try (Descriptor root = Descriptor.openDirectory(after.root());
        Descriptor file = root.open(name, OpenFlags.READ, 0)) {
      FileState state = states.read(file).orElseThrow();
      if (where != null) {
        assertThat(state.content()).as(name).isEqualTo(where);
      }
      assertThat(file.status().size()).isGreaterThanOrEqualTo(size);
      byte[] expected = LazyVolume.expected(name, size);
      long at = state.content() == Content.LOCAL ? 0 : file.nextData(0);
      while (at >= 0 && at < size) {
        long end = Math.min(size, state.content() == Content.LOCAL ? size : file.nextHole(at));
        ByteBuffer bytes = ByteBuffer.allocate((int) (end - at));
        while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) > 0) {}
        assertThat(bytes.array()).isEqualTo(Arrays.copyOfRange(expected, (int) at, (int) end));
        at = end < size ? file.nextData(end) : -1;
      }
    }
  }

  @Test
  void aGuardThatIsKilledIsReplacedAtOnceAndKeepsWhoReads() throws Exception {
    lazy.stub("file", SIZE);
    lazy.content.shut();
    Process reader = lazy.startPython(READER);
    Awaitility.await().until(() -> lazy.files().counters().waiting() == 1);
    for (int i = 0; i < 3; i++) {
      long ended = guard();
      try (Descriptor process = Processes.open(ended)) {
        Processes.kill(process);
      }
      Awaitility.await().until(() -> guard() != ended);
      assertThat(Path.of("/proc/" + ended)).doesNotExist();
    }
    lazy.stop();
    lazy.content.open();
    lazy.start();
    assertThat(lazy.files().takenOver()).isTrue();
    assertThat(reader.inputReader().readLine()).isEqualTo("file " + md5("file", SIZE));
    assertThat(reader.waitFor()).isZero();
  }

  private long guard() throws IOException {
    return Long.parseLong(Files.readString(lazy.run.resolve("guard.pid")).strip());
  }

  @Test
  void withoutItsGuardNothingIsVisibleBeforeItIsArmedAgain() throws Exception {
    lazy.stub("file", SIZE);
    lazy.stop();
    long guard = guard();
    try (Descriptor process = Processes.open(guard)) {
      Processes.kill(process);
      Processes.reap(guard);
    }
    assertThat(lazy.visible.resolve("file")).exists();
    lazy.arm();
    assertThat(lazy.visible.resolve("file")).doesNotExist();
    lazy.files().expose(lazy.visible);
    assertThat(lazy.shell("cat file >/dev/null").status()).isZero();
    assertThat(lazy.raw("file")).isEqualTo(LazyVolume.expected("file", SIZE));
  }
}
