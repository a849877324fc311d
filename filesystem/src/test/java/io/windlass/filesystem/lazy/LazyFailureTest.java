package io.windlass.filesystem.lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.filesystem.lazy.ContentException.Reason;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.testing.LoopVolume.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.linux.OpenFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** When content can not be had, programs get an error and never zeros. */
@ParameterizedClass
@EnumSource(names = {"EXT4", "XFS"})
@EnabledIf("possible")
@SuppressWarnings({"NullAway", "NullAway.Init"}) // fields are set by JUnit and before each test
class LazyFailureTest {
  /** Prints the error number, or what was read. */
  private static final String TRY =
      """
      import sys
      try:
          with open(sys.argv[1], 'rb') as f:
              f.seek(int(sys.argv[2])); print(f.read(4).hex())
      except OSError as e:
          print('errno', e.errno)
      """;

  private static final int LARGE = 30_000_000;

  @Parameter Kind kind;
  private LazyVolume lazy;

  static boolean possible() {
    return LoopVolume.possible();
  }

  @BeforeEach
  void create() {
    lazy =
        new LazyVolume(
            kind,
            400L << 20,
            new Settings(
                1 << 20,
                8,
                4,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Set.of(),
                List.of(),
                Set.of(),
                0));
  }

  @AfterEach
  void close() {
    lazy.close();
  }

  private String attempt(String name, long offset) {
    return lazy.python(TRY, name, Long.toString(offset)).output();
  }

  private static String expected(String name, String etag, long offset) {
    return java.util.HexFormat.of().formatHex(MadeUpContent.bytes(name, etag, offset, 4));
  }

  @Test
  void eachReasonHasItsErrorNumberAndItsCauseIsKnownUntilTheFileIsRead() {
    for (Reason reason : Reason.values()) {
      for (int size : new int[] {50_000, LARGE}) {
        String name = reason + "-" + size;
        lazy.stub(name, size);
        lazy.content.fail(name, LazyVolume.ETAG, reason);
        int errno =
            switch (reason) {
              case CHANGED, GONE, UNREACHABLE, ARCHIVED, TIMEOUT -> 5;
              case DENIED -> 1;
              case NO_SPACE -> 28;
            };
        assertThat(attempt(name, 40_000)).isEqualTo("errno " + errno);
        assertThat(lazy.files().lastFailure(lazy.handle(name)))
            .hasValueSatisfying(cause -> assertThat(cause).contains("Made up: " + reason));
        lazy.content.fail(name, LazyVolume.ETAG, null);
        assertThat(attempt(name, 40_000)).isEqualTo(expected(name, LazyVolume.ETAG, 40_000));
      }
      assertThat(lazy.files().lastFailure(lazy.handle(reason + "-50000"))).isEmpty();
    }
  }

  @Test
  void aStoreThatHangsEndsInAnErrorAndTheFileCanBeReadLater() {
    lazy.stub("file", 50_000);
    lazy.content.shut();
    assertThat(attempt("file", 0)).isEqualTo("errno 5");
    assertThat(lazy.files().lastFailure(lazy.handle("file")))
        .hasValueSatisfying(cause -> assertThat(cause).contains("2 s"));
    lazy.content.open();
    assertThat(attempt("file", 0)).isEqualTo(expected("file", LazyVolume.ETAG, 0));
  }

  @Test
  void whoeverWaitsTooLongGetsAnErrorWhateverTheStoreDoes() {
    lazy.close();
    lazy =
        new LazyVolume(
            kind,
            400L << 20,
            new Settings(
                1 << 20,
                8,
                4,
                Duration.ofMinutes(10),
                Duration.ofSeconds(2),
                Set.of(),
                List.of(),
                Set.of(),
                0));
    lazy.stub("small", 50_000);
    lazy.stub("large", LARGE);
    lazy.content.shut();
    for (String name : new String[] {"small", "large"}) {
      assertThat(attempt(name, 0)).isEqualTo("errno 5");
      assertThat(lazy.files().lastFailure(lazy.handle(name)))
          .hasValueSatisfying(cause -> assertThat(cause).contains("No content came"));
    }
    lazy.content.open();
    assertThat(attempt("small", 0)).isEqualTo(expected("small", LazyVolume.ETAG, 0));
    assertThat(attempt("large", LARGE - 4))
        .isEqualTo(expected("large", LazyVolume.ETAG, LARGE - 4));
  }

  @Test
  void aFullDiskIsSaidToBeFullAndNothingIsLost() {
    lazy.stub("small", 1_000_000);
    lazy.stub("large", LARGE);
    lazy.shell(
        "for size in 256M 64M 16M 4M 1M 256K 64K 16K 4K; do"
            + " while fallocate -l $size ballast-$size-$((i++)); do :; done; done");
    assertThat(attempt("small", 0)).isEqualTo("errno 28");
    assertThat(attempt("large", 0)).isEqualTo("errno 28");
    assertThat(lazy.where("small")).isEqualTo(Content.RELEASED);
    lazy.shell("rm ballast-*; sync");
    assertThat(attempt("small", 900_000)).isEqualTo(expected("small", LazyVolume.ETAG, 900_000));
    assertThat(attempt("large", LARGE - 4))
        .isEqualTo(expected("large", LazyVolume.ETAG, LARGE - 4));
    lazy.awaitLocal("small");
    assertThat(lazy.raw("small")).isEqualTo(LazyVolume.expected("small", 1_000_000));
  }

  @Test
  void aChangedObjectIsTakenOverAndReadAnew() {
    lazy.onChanged((state, file) -> restub(file, state, "new-etag", 70_000));
    lazy.stub("file", 50_000);
    lazy.content.fail("file", LazyVolume.ETAG, Reason.CHANGED);
    assertThat(attempt("file", 60_000)).isEqualTo(expected("file", "new-etag", 60_000));
    lazy.awaitLocal("file");
    assertThat(lazy.raw("file")).isEqualTo(MadeUpContent.bytes("file", "new-etag", 0, 70_000));
  }

  private void restub(io.windlass.linux.FileHandle file, FileState state, String etag, long size) {
    try (Descriptor open = lazy.files().root().openHandle(file, OpenFlags.READ_WRITE)) {
      lazy.files()
          .makeStub(
              open, FileState.released(state.link(), state.key(), etag, size, state.modified()));
    }
  }

  @Test
  void anObjectThatKeepsChangingEndsInAnError() {
    lazy.onChanged((state, file) -> restub(file, state, state.etag() + "x", 50_000));
    lazy.stub("file", 50_000, "e");
    lazy.content.fail("file", "e", Reason.CHANGED);
    lazy.content.fail("file", "ex", Reason.CHANGED);
    assertThat(attempt("file", 0)).isEqualTo("errno 5");
  }

  @Test
  void aReaderNeverGetsAMixtureOfTwoVersions() {
    lazy.onChanged((state, file) -> restub(file, state, "new-etag", LARGE));
    lazy.stub("file", LARGE);
    String result =
        lazy.python(
                """
                import os
                f = os.open('file', os.O_RDONLY)
                print(os.pread(f, 4, 0).hex())
                open('/dev/shm/windlass-mixture', 'w').close()
                while os.path.exists('/dev/shm/windlass-mixture'): pass
                try:
                    print(os.pread(f, 4, 20_000_000).hex())
                except OSError as e:
                    print('errno', e.errno)
                """
                    .replace("/dev/shm/windlass-mixture", changeWhenRead().toString()))
            .output();
    assertThat(result).isEqualTo(expected("file", LazyVolume.ETAG, 0) + "\nerrno 5");
  }

  /** Changes the object once the returned file is there, and removes that file. */
  private Path changeWhenRead() {
    Path signal = lazy.run.resolve("signal");
    Thread.ofVirtual()
        .start(() -> {
          Awaitility.await().until(() -> Files.exists(signal));
          lazy.content.fail("file", LazyVolume.ETAG, Reason.CHANGED);
          assertThat(signal.toFile().delete()).isTrue();
        });
    return signal;
  }

  @Test
  void aCopyWithAllAttributesIsAFileOfItsOwn() {
    lazy.stub("file", 50_000);
    assertThat(lazy.shell("cp -a --preserve=all file copy; cmp file copy").output()).isEmpty();
    assertThat(lazy.state("copy")).isEmpty();
    assertThat(lazy.files().root().childAttribute("copy", "trusted.wl")).isNotNull();
    lazy.restart();
    assertThat(lazy.shell("echo x >> copy; tail -c 2 copy").output()).isEqualTo("x");
  }

  @Test
  void thisProcessIsRefusedInsteadOfWaitingForItself() {
    Path stub = lazy.stub("file", 50_000);
    assertThatThrownBy(() -> Files.readAllBytes(stub)).isInstanceOf(IOException.class);
    assertThat(attempt("file", 0)).isEqualTo(expected("file", LazyVolume.ETAG, 0));
  }

  @Test
  void killedReadersRenamesAndRemovalsDoNotDisturbAFill() throws Exception {
    lazy.stub("file", 900_000);
    lazy.stub("removed", 900_000);
    lazy.content.shut();
    Process killed = lazy.start("cat file");
    Process reader = lazy.start("cat file | cmp - " + expectedFile("file"));
    Process remover = lazy.start("cat removed | cmp - " + expectedFile("removed"));
    Awaitility.await().until(() -> lazy.files().counters().waiting() == 3);
    killed.destroyForcibly();
    assertThat(killed.waitFor()).isNotZero();
    assertThat(lazy.shell("mkdir d && mv file d/moved && rm removed").output()).isEmpty();
    lazy.content.open();
    assertThat(reader.waitFor()).isZero();
    assertThat(remover.waitFor()).isZero();
    lazy.awaitLocal("d/moved");
    assertThat(lazy.raw("d/moved")).isEqualTo(LazyVolume.expected("file", 900_000));
  }

  private Path expectedFile(String name) throws IOException {
    return Files.write(
        lazy.volume.aside("expected").resolve(name), LazyVolume.expected(name, 900_000));
  }
}
