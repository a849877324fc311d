package io.windlass.filesystem.lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.filesystem.lazy.ContentException.Reason;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.testing.LoopVolume.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import io.windlass.linux.OpenFlags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Content is given back and comes again. */
@ParameterizedClass
@EnumSource(Kind.class)
@EnabledIf("possible")
@SuppressWarnings({"NullAway", "NullAway.Init"}) // fields are set by JUnit and before each test
class ReleaseTest {
  private static final int SIZE = 700_001;
  private static final int LARGE = 20_000_000;

  @Parameter Kind kind;
  private LazyVolume lazy;

  static boolean possible() {
    return LoopVolume.possible();
  }

  @BeforeEach
  void create() {
    lazy = new LazyVolume(kind, 640L << 20, LazyVolume.settings(1 << 20));
  }

  @AfterEach
  void close() {
    lazy.close();
  }

  private Release release(String name, Predicate<FileStatus> clean) {
    try (Descriptor file = lazy.files().root().open(name, OpenFlags.READ_WRITE, 0)) {
      return lazy.files().release(file, clean);
    }
  }

  private void fill(String name) {
    assertThat(lazy.shell("cat " + name + " >/dev/null").status()).isZero();
    lazy.awaitLocal(name);
  }

  @Test
  void aReleasedFileIsAStubWithItsTimesAndCanBeReadAgain() {
    lazy.stub("file", SIZE);
    for (int round = 0; round < 3; round++) {
      fill("file");
      // The event of the last reading is closed after its answer.
      Awaitility.await()
          .until(() -> release("file", status -> status.size() == SIZE) == Release.RELEASED);
      FileStatus status = lazy.files().root().status("file");
      assertThat(status.size()).isEqualTo(SIZE);
      assertThat(status.blocks()).isLessThanOrEqualTo(8);
      assertThat(status.modified()).isEqualTo(LazyVolume.MTIME);
      assertThat(lazy.where("file")).isEqualTo(Content.RELEASED);
    }
    assertThat(lazy.shell("head -c 100 file | wc -c").output()).isEqualTo("100");
    assertThat(lazy.raw("file")).isEqualTo(LazyVolume.expected("file", SIZE));
  }

  @Test
  void whatWasFetchedIsSaidToBeHereAndCanBeReleasedBeforeItIsSettled() throws Exception {
    lazy.stub("file", SIZE);
    assertThat(lazy.files().holds(lazy.handle("file"))).isFalse();
    // While someone has it open, it is not settled.
    Process user = lazy.start("exec 5<file; cat <&5 >/dev/null; echo > read; read x");
    Awaitility.await().until(() -> Files.exists(lazy.visible.resolve("read")));
    assertThat(lazy.files().holds(lazy.handle("file")) || lazy.where("file") == Content.LOCAL)
        .isTrue();
    user.destroy();
    user.waitFor();
    Awaitility.await().until(() -> release("file", status -> true) == Release.RELEASED);
    assertThat(lazy.files().holds(lazy.handle("file"))).isFalse();
    assertThat(lazy.files().root().status("file").blocks()).isLessThanOrEqualTo(8);
    fill("file");
    assertThat(lazy.raw("file")).isEqualTo(LazyVolume.expected("file", SIZE));
  }

  @Test
  void aFileInUseOrNewerThanItsObjectIsKept() throws Exception {
    lazy.stub("file", SIZE);
    fill("file");
    Process user = lazy.start("exec 5<file; cat <&5 >/dev/null; read x");
    Awaitility.await().until(() -> release("file", status -> false) == Release.BUSY);
    user.destroy();
    user.waitFor();
    // What it had started may have the file open a little longer.
    Awaitility.await().until(() -> release("file", status -> false) == Release.CHANGED);
    try (Descriptor file = lazy.files().root().open("file", OpenFlags.READ_WRITE, 0)) {
      assertThat(lazy.files().update(file, FileState::asChanged)).isPresent();
    }
    assertThat(release("file", status -> true)).isEqualTo(Release.CHANGED);
    assertThat(lazy.raw("file")).isEqualTo(LazyVolume.expected("file", SIZE));
    assertThat(lazy.shell("echo mine > own").status()).isZero();
    assertThat(release("own", status -> true)).isEqualTo(Release.CHANGED);
    assertThat(lazy.shell("cat own").output()).isEqualTo("mine");
  }

  @Test
  void thePartsOfAPartlyFilledFileAreGivenBack() {
    lazy.stub("file", LARGE);
    lazy.shell("tail -c 100000 file >/dev/null");
    Awaitility.await().until(() -> release("file", status -> true) == Release.RELEASED);
    assertThat(lazy.files().root().status("file").blocks()).isLessThanOrEqualTo(8);
    assertThat(lazy.shell("cat file | wc -c").output()).isEqualTo(Integer.toString(LARGE));
    assertThat(lazy.raw("file")).isEqualTo(LazyVolume.expected("file", LARGE));
  }

  @Test
  void openersDuringAReleaseGetTheContentAgain() throws Exception {
    lazy.stub("file", SIZE);
    fill("file");
    Process[] user = new Process[1];
    Predicate<FileStatus> opened =
        status -> {
          user[0] = lazy.start("exec 5<file; md5sum <&5 | grep -q " + lazy.md5("file", SIZE));
          Path waiting = Path.of("/proc/" + user[0].pid() + "/wchan");
          Awaitility.await().until(() -> Files.readString(waiting).contains("fanotify"));
          return true;
        };
    Awaitility.await().until(() -> release("file", opened) == Release.RELEASED);
    assertThat(user[0].waitFor()).isZero();
  }

  @Test
  void restoringBringsTheWholeContentToTheDisk() throws Exception {
    lazy.stub("small", SIZE);
    lazy.stub("large", LARGE);
    for (String name : new String[] {"small", "large"}) {
      try (Descriptor file = lazy.files().root().open(name, OpenFlags.READ, 0)) {
        lazy.content.fail(name, LazyVolume.ETAG, Reason.DENIED);
        assertThatThrownBy(() -> lazy.files().restore(file))
            .isInstanceOfSatisfying(
                ContentException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DENIED));
        lazy.content.fail(name, LazyVolume.ETAG, null);
        lazy.files().restore(file);
        lazy.files().restore(file);
      }
      assertThat(lazy.where(name)).isEqualTo(Content.LOCAL);
      assertThat(lazy.files().root().status(name).modified()).isEqualTo(LazyVolume.MTIME);
    }
    assertThat(lazy.raw("large")).isEqualTo(LazyVolume.expected("large", LARGE));
  }

  @Test
  void contentThatSomeoneUsesIsNotTakenAwayByANewStub() throws Exception {
    lazy.stub("file", SIZE);
    fill("file");
    FileState next = FileState.released(1, "file", "next", 10, 1);
    Process user = lazy.start("exec 5<file; read x");
    try (Descriptor file = lazy.files().root().open("file", OpenFlags.READ_WRITE, 0)) {
      Awaitility.await()
          .until(() -> lazy.shell("ls -l /proc/" + user.pid() + "/fd").output().contains("file"));
      assertThat(lazy.files().makeStub(file, next)).isFalse();
      user.destroy();
      user.waitFor();
      Awaitility.await().until(() -> lazy.files().makeStub(file, next));
    }
    assertThat(lazy.shell("wc -c < file").output()).isEqualTo("10");
    lazy.shell("cat file > /dev/null");
    assertThat(lazy.raw("file")).isEqualTo(MadeUpContent.bytes("file", "next", 0, 10));
  }
}
