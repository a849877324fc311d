package io.windlass.filesystem.lazy;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.testing.LoopVolume.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How much is moved for what is read. */
@ParameterizedClass
@EnumSource(names = {"EXT4", "XFS"})
@EnabledIf("possible")
@SuppressWarnings({"NullAway", "NullAway.Init"}) // fields are set by JUnit and before each test
class LazyRangeTest {
  private static final long GIB = 1L << 30;
  private static final int SIZE = 40_000_003;

  @Parameter Kind kind;
  private LazyVolume lazy;

  static boolean possible() {
    return LoopVolume.possible();
  }

  private LazyVolume volume(long bytes, long wholeFileLimit) {
    lazy = new LazyVolume(kind, bytes, LazyVolume.settings(wholeFileLimit));
    return lazy;
  }

  @AfterEach
  void close() {
    lazy.close();
  }

  @Test
  void theEndOfAHugeFileMovesLittleAndRandomReadsMoveWhatTheyNeed() {
    volume(12 * GIB, Settings.DEFAULT.wholeFileLimit());
    lazy.stub("huge", 10 * GIB);
    lazy.content.bytes.set(0);
    Commands.Result end = lazy.shell("tail -c 65536 huge | wc -c");
    assertThat(end.output()).isEqualTo("65536");
    assertThat(lazy.content.bytes.get()).isBetween(65_536L, 400_000L);
    lazy.content.bytes.set(0);
    Commands.Result random =
        lazy.python(
            "import os, random; f = os.open('huge', os.O_RDONLY); random.seed(7)\n"
                + "for i in range(100): assert 0 not in os.pread(f, 1, 0)"
                + " and len(os.pread(f, 65536, random.randrange(1 << 33))) == 65536");
    assertThat(random.output()).isEmpty();
    assertThat(lazy.content.bytes.get()).isBetween(100 * 65_536L, 100 * 280_000L);
  }

  @Test
  void aSequentialReaderIsServedAheadInFewRequestsAndNothingTwice() {
    volume(640L << 20, 1 << 20);
    lazy.stub("file", 100_000_000);
    lazy.content.reads.clear();
    lazy.content.bytes.set(0);
    assertThat(lazy.shell("cat file | wc -c").output()).isEqualTo("100000000");
    assertThat(lazy.content.bytes.get()).isEqualTo(100_000_000);
    assertThat(lazy.content.reads).hasSizeLessThan(25);
    lazy.awaitLocal("file");
    assertThat(lazy.raw("file")).isEqualTo(LazyVolume.expected("file", 100_000_000));
  }

  @Test
  void whatIsHereIsNotFetchedAgainAfterARestart() {
    volume(640L << 20, 1 << 20);
    lazy.stub("file", SIZE);
    lazy.shell("tail -c 10000000 file > /dev/null");
    long first = lazy.content.bytes.get();
    lazy.restart();
    assertThat(lazy.shell("cat file | wc -c").output()).isEqualTo(Integer.toString(SIZE));
    assertThat(lazy.content.bytes.get()).isLessThanOrEqualTo(SIZE + 2 * 8192).isGreaterThan(first);
    assertThat(lazy.raw("file")).isEqualTo(LazyVolume.expected("file", SIZE));
  }

  @Test
  void whatWasAllHereBeforeARestartIsSettledAfterIt() throws Exception {
    volume(640L << 20, 1 << 20);
    lazy.stub("file", SIZE);
    // while it is open it is not settled yet
    Process reader =
        lazy.startPython("f = open('file', 'rb'); print(len(f.read()), flush=True); input()");
    assertThat(reader.inputReader().readLine()).isEqualTo(Integer.toString(SIZE));
    lazy.stop();
    reader.destroyForcibly();
    reader.waitFor();
    lazy.start();
    lazy.content.bytes.set(0);
    assertThat(lazy.shell("md5sum < file").output()).startsWith(lazy.md5("file", SIZE));
    lazy.awaitLocal("file");
    assertThat(lazy.content.bytes.get()).isZero();
  }

  @Test
  void spaceThatWasKeptForAReaderIsGivenBackAfterIt() {
    volume(640L << 20, 1 << 20);
    lazy.stub("file", SIZE);
    String during =
        lazy.shell("exec 5<file; head -c 1000 <&5 >/dev/null; stat -c %b file").output();
    assertThat(Long.parseLong(during) * 512).isGreaterThanOrEqualTo(SIZE);
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(lazy.files().root().status("file").blocks() * 512)
                .isBetween(4096L, 4_000_000L));
    assertThat(lazy.files().root().status("file").modified()).isEqualTo(LazyVolume.MTIME);
    assertThat(lazy.shell("cat file | wc -c").output()).isEqualTo(Integer.toString(SIZE));
    assertThat(lazy.raw("file")).isEqualTo(LazyVolume.expected("file", SIZE));
  }

  @Test
  void manyReadersOfOneFileCauseOneFetch() {
    volume(640L << 20, 64 << 20);
    lazy.stub("file", 5_000_000);
    lazy.content.reads.clear();
    lazy.content.shut();
    Thread opener =
        Thread.ofVirtual()
            .start(() -> {
              Awaitility.await().until(() -> lazy.files().counters().waiting() == 200);
              lazy.content.open();
            });
    Commands.Result result =
        lazy.python(
            """
            import threading, hashlib
            got = []
            def read():
                with open('file', 'rb') as f: got.append(hashlib.md5(f.read()).hexdigest())
            threads = [threading.Thread(target=read) for i in range(200)]
            [t.start() for t in threads]; [t.join() for t in threads]
            assert len(got) == 200 and len(set(got)) == 1
            """);
    assertThat(result.output()).isEmpty();
    assertThat(opener.isAlive()).isFalse();
    assertThat(lazy.content.reads).containsExactly("file 0+5000000");
  }

  @Test
  void filesOfGivenPathsAreFilledWholeWhenOpened() {
    volume(640L << 20, 1 << 20);
    lazy.stub("whole-by-path", SIZE);
    assertThat(lazy.shell("exec 5<whole-by-path").status()).isZero();
    // counted when the last reading of the source has ended, behind the answer
    Awaitility.await()
        .untilAsserted(() -> assertThat(lazy.content.bytes.get()).isGreaterThanOrEqualTo(SIZE));
    assertThat(lazy.raw("whole-by-path")).isEqualTo(LazyVolume.expected("whole-by-path", SIZE));
  }

  @Test
  void programsThatReadEverythingAndNeedNothingFetchNothing() {
    volume(640L << 20, 1 << 20);
    lazy.stub("small", 10_000);
    lazy.stub("large", SIZE);
    lazy.content.bytes.set(0);
    for (String file : new String[] {"small", "large"}) {
      assertThat(lazy.shell("cp /bin/cat /dev/shm/scanner; /dev/shm/scanner " + file).output())
          .contains("Device or resource busy");
    }
    assertThat(lazy.content.bytes.get()).isZero();
    assertThat(lazy.shell("cat small | /dev/shm/scanner | wc -c; rm /dev/shm/scanner").output())
        .isEqualTo("10000");
    assertThat(lazy.shell("cp small copied && cat copied | wc -c").output()).isEqualTo("10000");
  }
}
