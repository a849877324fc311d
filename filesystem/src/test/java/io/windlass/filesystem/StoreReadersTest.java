package io.windlass.filesystem;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.windlass.filesystem.FileSystem.Source;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.testing.CephStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs read of a bucket of a real store, on file systems of every kind. */
class StoreReadersTest {
  private static final int SMALL = 50_001;

  /** More than is fetched whole at open. */
  private static final int LARGE = 68_000_003;

  private static final String RANDOM_READS =
      "/usr/bin/python3 -c \"import os, random, sys; f, x = (os.open(p, os.O_RDONLY) for p in"
          + " sys.argv[1:]); size = os.fstat(f).st_size; random.seed(1); ats = [random.randrange(size)"
          + " for i in range(100)]; assert all(os.pread(f, 65536, at) == os.pread(x, 65536, at) for"
          + " at in ats)\" $F $X";

  /** Commands by name: $F is the file, $X one of the right bytes, $T a directory for use. */
  private static final Map<String, String> WAYS =
      Map.of(
          "cat", "cat $F | cmp - $X",
          "dd", "dd if=$F bs=3k status=none | cmp - $X",
          "cp", "cp $F $T/c && cmp $T/c $X; rm $T/c",
          "mmap", "/usr/bin/python3 $PY map-shared $F | cmp - $X",
          "python", "/usr/bin/python3 $PY read $F | cmp - $X",
          "random", RANDOM_READS);

  private static Ground ground;

  @TempDir Path home;

  @BeforeAll
  static void open() {
    assumeTrue(LoopVolume.possible());
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    ground = new Ground(CephStore.shared());
  }

  @AfterAll
  static void closeGround() {
    if (ground != null) {
      ground.close();
    }
  }

  @ParameterizedTest
  @EnumSource(LoopVolume.Kind.class)
  void everyProgramReadsWhatTheBucketHas(LoopVolume.Kind kind) throws Exception {
    try (LoopVolume volume = LoopVolume.create(kind, 1L << 30);
        LinkedNode linked = LinkedNode.start(ground, home, new Source.Directory(volume.root()))) {
      String large = text(LARGE);
      for (String way : WAYS.keySet()) {
        linked.put("small-" + way, large.substring(0, SMALL));
      }
      linked.put("large-random", large);
      linked.put("large-cat", large);
      linked.put("crowd", large.substring(1, SMALL));
      // no neighbour of the others, which would have it fetched ahead
      linked.put("apart/changing", "first");
      assertThat(linked.run(Kind.IMPORT, List.of()).counts().orElseThrow().failed()).isZero();

      Path expected = Files.writeString(home.resolve("expected"), large, US_ASCII);
      Path small = Files.writeString(home.resolve("small"), large.substring(0, SMALL), US_ASCII);
      for (Map.Entry<String, String> way : WAYS.entrySet()) {
        assertReads(way.getValue(), linked.directory().resolve("small-" + way.getKey()), small);
      }
      for (String way : new String[] {"random", "cat"}) {
        Path file = linked.directory().resolve("large-" + way);
        assertReads(Objects.requireNonNull(WAYS.get(way)), file, expected);
      }
      assertThat(linked.shell(CROWD.strip())).isEqualTo("1000 1");

      assertThat(linked.shell("stat -c %s apart/changing")).isEqualTo("5");
      linked.put("apart/changing", "changed between");
      assertThat(linked.shell("cat apart/changing")).isEqualTo("changed between");
      assertThat(linked.shell("stat -c %s apart/changing")).isEqualTo("15");
    }
  }

  /** A thousand first readers of one file; how many read, and how many different contents. */
  private static final String CROWD =
      """
      /usr/bin/python3 -c "
      import hashlib, threading
      threading.stack_size(64 << 10)
      start, got = threading.Barrier(1000), []
      def read():
          start.wait()
          with open('crowd', 'rb') as f: got.append(hashlib.md5(f.read()).hexdigest())
      threads = [threading.Thread(target=read) for i in range(1000)]
      [t.start() for t in threads]; [t.join() for t in threads]
      print(len(got), len(set(got)))"
      """;

  private void assertReads(String command, Path file, Path expected) throws Exception {
    Path script =
        Path.of(
            Objects.requireNonNull(
                    StoreReadersTest.class.getResource("/io/windlass/filesystem/lazy/access.py"))
                .toURI());
    Commands.Result result =
        Commands.run(
            "env",
            "F=" + file,
            "X=" + expected,
            "T=" + home,
            "PY=" + script,
            "bash",
            "-o",
            "pipefail",
            "-c",
            command);
    assertThat(result).as(command).isEqualTo(new Commands.Result(0, ""));
  }

  private static String text(int length) throws IOException {
    byte[] bytes = new byte[length];
    Random random = new Random(3);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('!' + random.nextInt(90));
    }
    return new String(bytes, US_ASCII);
  }
}
