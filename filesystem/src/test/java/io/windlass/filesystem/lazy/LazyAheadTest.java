package io.windlass.filesystem.lazy;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.testing.LoopVolume.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is fetched ahead of programs that go through a directory. */
@ParameterizedClass
@EnumSource(names = {"EXT4", "XFS"})
@EnabledIf("possible")
@SuppressWarnings({"NullAway", "NullAway.Init"}) // fields are set by JUnit and before each test
class LazyAheadTest {
  private static final int SIZE = 10_007;
  private static final int FILES = 60;
  private static final int FIRST_WINDOW = 8;

  @Parameter Kind kind;
  private LazyVolume lazy;

  static boolean possible() {
    return LoopVolume.possible();
  }

  private void volume(int filesAhead) {
    Settings usual = LazyVolume.settings(64 << 20);
    lazy =
        new LazyVolume(
            kind,
            400L << 20,
            usual.with(
                usual.wholeFileLimit(),
                usual.wholeFileOpeners(),
                usual.refusedPrograms(),
                filesAhead));
    for (String name : names()) {
      lazy.stub(name, SIZE);
    }
  }

  private static String name(int number) {
    return "file-%03d".formatted(number);
  }

  private static List<String> names() {
    // made in another order than that of the names
    return IntStream.range(0, FILES).mapToObj(i -> name(i * 7 % FILES)).toList();
  }

  private Set<String> fetched() {
    return lazy.content.reads.stream()
        .map(read -> read.substring(0, read.indexOf(' ')))
        .collect(Collectors.toSet());
  }

  private void readsFollow(List<String> order) {
    String first = String.join(" ", order.subList(0, 3));
    assertThat(lazy.shell("cat " + first + " > /dev/null").output()).isEmpty();
    Set<String> expected = new HashSet<>(order.subList(0, 3 + FIRST_WINDOW));
    Awaitility.await().untilAsserted(() -> assertThat(fetched()).isEqualTo(expected));
    expected.forEach(lazy::awaitLocal);
    for (String name : expected) {
      assertThat(lazy.raw(name)).isEqualTo(LazyVolume.expected(name, SIZE));
      assertThat(lazy.files().root().status(name).modified()).isEqualTo(LazyVolume.MTIME);
    }
    assertThat(fetched()).isEqualTo(expected);
  }

  @AfterEach
  void close() {
    lazy.close();
  }

  @Test
  void whoReadsInTheOrderOfNamesFindsTheNextFilesAndStoppingCostsNoMore() {
    volume(32);
    readsFollow(IntStream.range(0, FILES).mapToObj(LazyAheadTest::name).toList());
    assertThat(lazy.where(name(20))).isEqualTo(Content.RELEASED);
  }

  @Test
  void whoReadsInTheOrderOfTheDirectoryFindsTheNextFiles() {
    volume(32);
    readsFollow(lazy.shell("find -name 'file-*' -printf '%f\\n'").output().lines().toList());
  }

  @Test
  void whoReadsInTheOrderOfInodesFindsTheNextFiles() {
    volume(32);
    readsFollow(lazy.shell("ls -i file-* | sort -n | sed 's/.* //'").output().lines().toList());
  }

  @Test
  void aWholeDirectoryIsReadRightWithEachFileFetchedOnceAndManyAtOnce() {
    volume(32);
    String sums =
        IntStream.range(0, FILES)
            .mapToObj(i -> lazy.md5(name(i), SIZE) + "  " + name(i))
            .collect(Collectors.joining("\n"));
    assertThat(lazy.shell("md5sum file-*").output()).isEqualTo(sums);
    assertThat(fetched()).hasSize(FILES);
    assertThat(lazy.content.reads).hasSize(FILES);
  }

  @Test
  void tarFindsNoFileChangedWhileItReads() {
    volume(32);
    assertThat(lazy.shell("tar cf - file-* | tar tf - | wc -l").output())
        .isEqualTo(Integer.toString(FILES));
    Awaitility.await()
        .until(() -> names().stream().allMatch(name -> lazy.where(name) == Content.LOCAL));
  }

  @Test
  void theNextFilesAreAskedForWhileTheProgramWaitsForOne() throws Exception {
    volume(32);
    assertThat(lazy.shell("cat " + name(0) + " " + name(1) + "> /dev/null").output()).isEmpty();
    lazy.content.shut();
    Process reader = lazy.start("cat " + name(2));
    Awaitility.await().until(() -> lazy.content.reads.size() == 3 + FIRST_WINDOW);
    lazy.content.open();
    assertThat(reader.waitFor()).isZero();
  }

  @Test
  void nothingIsFetchedAheadWhenThatIsTurnedOffOrTheDiskIsNearlyFull() {
    volume(0);
    String all =
        IntStream.range(0, 10).mapToObj(LazyAheadTest::name).collect(Collectors.joining(" "));
    assertThat(lazy.shell("cat " + all + " > /dev/null").output()).isEmpty();
    assertThat(lazy.content.reads).hasSize(10);
    lazy.close();
    volume(32);
    assertThat(
            lazy.shell("fallocate -l $(($(stat -f -c '%a * %S' .) * 97 / 100)) ballast").output())
        .isEmpty();
    lazy.content.reads.clear();
    assertThat(lazy.shell("cat " + all + " > /dev/null").output()).isEmpty();
    assertThat(lazy.content.reads).hasSize(10);
  }

  @Test
  void anObjectThatChangedMeanwhileIsNoFailureBeforeSomebodyReadsItAndIsNotFetchedAgain() {
    volume(32);
    lazy.content.fail(name(4), LazyVolume.ETAG, ContentException.Reason.CHANGED);
    assertThat(lazy.shell("cat file-000 file-001 file-002 > /dev/null").output()).isEmpty();
    Awaitility.await().until(() -> fetched().size() == 3 + FIRST_WINDOW);
    lazy.awaitLocal(name(10));
    assertThat(lazy.where(name(4))).isEqualTo(Content.RELEASED);
    assertThat(lazy.files().lastFailure(lazy.handle(name(4)))).isEmpty();
    assertThat(lazy.content.reads).filteredOn(read -> read.startsWith(name(4))).hasSize(1);
    lazy.content.fail(name(4), LazyVolume.ETAG, null);
    assertThat(lazy.shell("md5sum < file-004").output()).startsWith(lazy.md5(name(4), SIZE));
  }

  @Test
  void whateverIsReadWrittenRenamedAndReleasedMeanwhileTheBytesAreRight() throws Exception {
    volume(32);
    Process program =
        lazy.startPython(
            """
            import hashlib, os, random
            random.seed(11)
            names = sorted(n for n in os.listdir('.') if n.startswith('file-'))
            def read(n):
                with open(n, 'rb') as f: return f.read()
            own = {}
            first = {}
            def check(n):
                got = read(n)
                assert len(got) == (len(own[n]) if n in own else %d), n
                if n in own: assert got == own[n], n
                else:
                    assert b'\\0' * 8 not in got, n
                    assert first.setdefault(n, hashlib.md5(got).hexdigest()) == hashlib.md5(got).hexdigest(), n
            for step in range(300):
                at = random.randrange(len(names))
                what = random.randrange(10)
                if what < 7:
                    for n in names[at:at + random.randrange(1, 20)]: check(n)
                elif what == 7:
                    own[names[at]] = os.urandom(random.randrange(1, 30000))
                    with open(names[at], 'wb') as f: f.write(own[names[at]])
                elif what == 8:
                    with open(names[at], 'ab') as f: f.write(b'more')
                    check_append = read(names[at])
                    assert check_append.endswith(b'more')
                    own[names[at]] = check_append
                else:
                    other = random.randrange(len(names))
                    if other != at:
                        os.rename(names[at], 'aside'); os.rename(names[other], names[at]); os.rename('aside', names[other])
                        for d in (own, first):
                            a, b = d.pop(names[at], None), d.pop(names[other], None)
                            if a is not None: d[names[other]] = a
                            if b is not None: d[names[at]] = b
            open('done', 'w').close()
            """
                .formatted(SIZE));
    Random random = new Random(7);
    while (program.isAlive()) {
      release(name(random.nextInt(FILES)));
    }
    assertThat(program.waitFor()).isZero();
    for (int i = 0; i < FILES; i++) {
      String name = name(i);
      String key = lazy.state(name).map(state -> state.key()).orElse(name);
      boolean ours = lazy.files().root().status(name).modified() == LazyVolume.MTIME;
      if (ours) {
        assertThat(lazy.shell("md5sum < " + name).output()).startsWith(lazy.md5(key, SIZE));
      }
    }
  }

  /** Gives back what nobody has changed, if it is not in use. */
  private void release(String name) {
    try (Descriptor file = lazy.files().root().open(name, OpenFlags.READ_WRITE, 0)) {
      lazy.files().release(file, LazyAheadTest::clean);
    } catch (LinuxException e) {
      assertThat(e.getMessage()).contains(name); // it has another name for a moment
    }
  }

  private static boolean clean(FileStatus status) {
    return status.modified() == LazyVolume.MTIME && status.size() == SIZE;
  }
}
