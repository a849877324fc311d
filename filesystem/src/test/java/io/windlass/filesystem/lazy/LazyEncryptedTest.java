package io.windlass.filesystem.lazy;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.testing.EncryptedDirectory;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.testing.LoopVolume.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.linux.OpenFlags;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Stubs in a directory that the kernel encrypts, with its key and without. */
@ParameterizedClass
@ValueSource(longs = {67_108_864, 4_096})
@EnabledIf("possible")
@SuppressWarnings({"NullAway", "NullAway.Init"}) // fields are set by JUnit and before each test
class LazyEncryptedTest {
  private static final int SIZE = 20_000_003;
  private static final String FILE = "secret/file";

  /** Reads every file of the directory; a file that could be read is told with its first byte. */
  private static final String READ_ALL =
      """
      import os
      for name in sorted(os.listdir('secret')):
          for read in (lambda: open('secret/' + name, 'rb').read(1),
                       lambda: os.open('secret/' + name, os.O_RDWR)):
              try: print('read', read())
              except OSError as e: print('refused')
      """;

  private static final String MAPPED =
      """
      import hashlib, mmap
      with open('secret/file', 'rb') as f:
          print(hashlib.md5(mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)).hexdigest())
      """;

  @Parameter long wholeFileLimit;

  private LazyVolume lazy;
  private EncryptedDirectory directory;

  static boolean possible() {
    return LoopVolume.possible();
  }

  @BeforeEach
  void create() {
    lazy =
        new LazyVolume(
            LoopVolume.create(Kind.EXT4, 200L << 20, "-O", "encrypt"),
            LazyVolume.settings(wholeFileLimit));
    Path secret = lazy.visible.resolve("secret");
    lazy.files().root().makeDirectory("secret", 0755);
    directory = EncryptedDirectory.of(lazy.visible, secret);
  }

  @AfterEach
  void close() {
    lazy.close();
  }

  private void isThere() {
    assertThat(lazy.shell("md5sum < " + FILE).output()).startsWith(lazy.md5(FILE, SIZE));
  }

  @Test
  void aStubIsReadAndSettled() {
    lazy.stub(FILE, SIZE);
    isThere();
    lazy.awaitLocal(FILE);
    assertThat(lazy.raw(FILE)).isEqualTo(LazyVolume.expected(FILE, SIZE));
  }

  @Test
  void aStubIsMapped() {
    lazy.stub(FILE, SIZE);
    assertThat(lazy.python(MAPPED).output()).isEqualTo(lazy.md5(FILE, SIZE));
  }

  @Test
  void aPartIsReadAndKnownAfterARestart() {
    lazy.stub(FILE, SIZE);
    String end = "tail -c 65536 " + FILE + " | md5sum";
    String before = lazy.shell(end).output();
    lazy.restart();
    assertThat(lazy.shell(end).output()).isEqualTo(before);
    isThere();
    // a whole file that was not settled when the node ended comes again; a part does not
    long most = wholeFileLimit < SIZE ? SIZE + 400_000L : 2L * SIZE;
    assertThat(lazy.content.bytes.get()).isLessThanOrEqualTo(most);
    lazy.awaitLocal(FILE);
  }

  @Test
  void whoAppendsFindsTheOldContent() {
    lazy.stub(FILE, SIZE);
    assertThat(
            lazy.shell(
                    "printf more >> "
                        + FILE
                        + " && head -c "
                        + SIZE
                        + " "
                        + FILE
                        + " | md5sum && tail -c 4 "
                        + FILE)
                .output())
        .startsWith(lazy.md5(FILE, SIZE))
        .endsWith("more");
  }

  @Test
  void releasedContentComesAgain() {
    lazy.stub(FILE, SIZE);
    isThere();
    lazy.awaitLocal(FILE);
    Awaitility.await().until(this::release, Release.RELEASED::equals);
    assertThat(lazy.shell("stat -c %b " + FILE).output()).isEqualTo("0");
    isThere();
  }

  private Release release() {
    try (Descriptor open = lazy.files().root().open(FILE, OpenFlags.READ_WRITE, 0)) {
      return lazy.files().release(open, status -> true);
    }
  }

  @Test
  void whoWaitsWhileTheNodeStartsAgainIsServed() throws Exception {
    lazy.stub(FILE, SIZE);
    lazy.content.shut();
    Process reader = reader();
    Awaitility.await().until(() -> lazy.files().counters().waiting() == 1);
    lazy.stop();
    lazy.content.open();
    lazy.start();
    assertThat(reader.inputReader().readLine()).startsWith(lazy.md5(FILE, SIZE));
    assertThat(reader.waitFor()).isZero();
  }

  private Process reader() {
    return lazy.startPython(
        "import hashlib; print(hashlib.md5(open('" + FILE + "', 'rb').read()).hexdigest())");
  }

  @Test
  void withoutTheKeyEveryUseIsRefusedAndWithItEverythingIsAsBefore() {
    lazy.stub(FILE, SIZE);
    lazy.stub("secret/read", 5_000);
    lazy.stub("secret/part", SIZE);
    assertThat(lazy.shell("cat secret/read | md5sum; tail -c 65536 secret/part | md5sum").status())
        .isZero();
    directory.lock();
    assertThat(lazy.python(READ_ALL).output().lines()).hasSize(6).containsOnly("refused");
    lazy.restart();
    assertThat(lazy.python(READ_ALL).output().lines()).hasSize(6).containsOnly("refused");
    directory.unlock();
    isThere();
    assertThat(lazy.shell("md5sum < secret/read").output())
        .startsWith(lazy.md5("secret/read", 5_000));
    assertThat(lazy.shell("md5sum < secret/part").output())
        .startsWith(lazy.md5("secret/part", SIZE));
    for (String name : new String[] {FILE, "secret/read", "secret/part"}) {
      lazy.awaitLocal(name);
    }
  }

  @Test
  void whoWaitsWhenTheKeyGoesIsServed() throws Exception {
    lazy.stub(FILE, SIZE);
    lazy.content.shut();
    Process reader = reader();
    Awaitility.await().until(() -> lazy.files().counters().waiting() == 1);
    directory.lockButFilesInUse();
    lazy.content.open();
    assertThat(reader.inputReader().readLine()).startsWith(lazy.md5(FILE, SIZE));
    assertThat(reader.waitFor()).isZero();
    directory.lock();
    assertThat(lazy.python(READ_ALL).output().lines()).containsOnly("refused");
    directory.unlock();
    isThere();
    lazy.awaitLocal(FILE);
  }

  @Test
  void whatWasNotSettledWhenTheKeyWentIsSettledWithIt() {
    Path file = lazy.stub(FILE, SIZE);
    if (!directory.lockRightAfterReading(file)) {
      directory.lock();
    }
    directory.unlock();
    isThere();
    lazy.awaitLocal(FILE);
    assertThat(lazy.raw(FILE)).isEqualTo(LazyVolume.expected(FILE, SIZE));
  }
}
