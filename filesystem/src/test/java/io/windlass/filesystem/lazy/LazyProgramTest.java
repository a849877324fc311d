package io.windlass.filesystem.lazy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.testing.LoopVolume.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.linux.OpenFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Stubs that the kernel itself uses: programs, their interpreters and libraries, and images. */
@ParameterizedClass
@CsvSource({"XFS, 67108864", "XFS, 4096", "EXT4, 4096", "BTRFS, 4096"})
@EnabledIf("possible")
@SuppressWarnings({"NullAway", "NullAway.Init"}) // fields are set by JUnit and before each test
class LazyProgramTest {
  private static final Path SHELL = Path.of("/bin/bash");

  @Parameter(0)
  Kind kind;

  @Parameter(1)
  long wholeFileLimit;

  private LazyVolume lazy;

  static boolean possible() {
    return LoopVolume.possible();
  }

  @BeforeEach
  void create() {
    lazy = new LazyVolume(kind, 400L << 20, LazyVolume.settings(wholeFileLimit));
  }

  @AfterEach
  void close() {
    lazy.close();
  }

  private Path program(String name, byte[] content) {
    lazy.content.give(name, content);
    try (Descriptor file =
        lazy.files()
            .root()
            .open(name, OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE, 0755)) {
      assertThat(
              lazy.files()
                  .makeStub(
                      file,
                      FileState.released(
                          1, name, LazyVolume.ETAG, content.length, LazyVolume.MTIME)))
          .isTrue();
    }
    return lazy.visible.resolve(name);
  }

  @Test
  void aStubIsRunAndItsChildrenToo() throws IOException {
    Path shell = program("shell", Files.readAllBytes(SHELL));
    assertThat(
            Commands.run(shell.toString(), "-c", shell + " -c 'echo ran; exit 3'; echo $?")
                .output())
        .isEqualTo("ran\n3");
    assertThat(lazy.raw("shell")).startsWith(Files.readAllBytes(SHELL));
  }

  @Test
  void aScriptFindsItsInterpreterAmongStubs() throws IOException {
    Path shell = program("interpreter", Files.readAllBytes(SHELL));
    Path script = program("script", ("#!" + shell + "\necho \"$0 $1\"\n").getBytes(UTF_8));
    assertThat(Commands.run(script.toString(), "argument").output())
        .isEqualTo(script + " argument");
  }

  @Test
  void aProgramLoadsItsLibrariesFromStubs() throws IOException {
    Path library = library();
    program(library.getFileName().toString(), Files.readAllBytes(library));
    Commands.Result result =
        Commands.run(
            "env",
            "LD_LIBRARY_PATH=" + lazy.visible,
            SHELL.toString(),
            "-c",
            "grep -c "
                + lazy.visible
                + "/"
                + library.getFileName()
                + " /proc/self/maps >/dev/null"
                + " && echo loaded");
    assertThat(result.output()).isEqualTo("loaded");
  }

  /** The one that grep is linked with. */
  private static Path library() throws IOException {
    String line =
        Commands.ok("ldd", "/bin/grep")
            .lines()
            .filter(it -> it.contains("libpcre"))
            .findFirst()
            .orElseThrow();
    return Path.of(line.replaceAll(".*=> (\\S+) .*", "$1"))
        .toRealPath()
        .getParent()
        .resolve(line.strip().replaceAll(" .*", ""));
  }

  @Test
  void anImageIsMountedAndHasItsFiles() throws IOException {
    Path home = lazy.volume.aside("image-home");
    Path tree = Files.createDirectory(home.resolve("tree"));
    Files.writeString(tree.resolve("file"), "in the image");
    Path image = home.resolve("made");
    Commands.ok("mkfs.ext4", "-q", "-d", tree.toString(), image.toString(), "8M");
    Path stub = program("image", Files.readAllBytes(image));
    Path at = lazy.volume.aside("image-mount");
    Commands.ok("mount", "-o", "loop,ro", stub.toString(), at.toString());
    try {
      assertThat(Commands.run("cat", at.resolve("file").toString()).output())
          .isEqualTo("in the image");
    } finally {
      Commands.ok("umount", at.toString());
    }
  }

  @Test
  void aMountOfANamespaceThatIsOlderThanTheWatchIsServedToo() throws Exception {
    lazy.stub("file", 100_000);
    Path expected =
        Files.write(
            lazy.volume.aside("expected").resolve("file"), LazyVolume.expected("file", 100_000));
    LoopVolume.whenNobodySeesIt(lazy.files()::detach);
    Process older = new ProcessBuilder("unshare", "-m", "cat").start();
    try {
      older.getOutputStream().write('x');
      older.getOutputStream().flush();
      assertThat(older.getInputStream().read()).isEqualTo('x');
      lazy.start();
      Commands.Result result =
          Commands.run(
              "nsenter",
              "-m",
              "-t",
              Long.toString(older.pid()),
              "cmp",
              lazy.volume.root().resolve("file").toString(),
              expected.toString());
      assertThat(result).isEqualTo(new Commands.Result(0, ""));
    } finally {
      older.destroyForcibly();
      older.waitFor();
    }
  }

  @Test
  void readersOfAFrozenFileSystemWaitUntilItIsThawed() throws Exception {
    lazy.stub("file", 300_000);
    Path expected =
        Files.write(
            lazy.volume.aside("expected").resolve("file"), LazyVolume.expected("file", 300_000));
    lazy.shell("sync");
    Commands.ok("fsfreeze", "-f", lazy.visible.toString());
    Process reader;
    try {
      reader = lazy.start("cat file | cmp - " + expected);
      Awaitility.await().until(() -> lazy.files().counters().waiting() == 1);
      assertThat(reader.isAlive()).isTrue();
    } finally {
      Commands.ok("fsfreeze", "-u", lazy.visible.toString());
    }
    assertThat(reader.waitFor()).isZero();
  }
}
