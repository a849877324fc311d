package io.windlass.filesystem.lazy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.filesystem.testing.Commands;
import io.windlass.filesystem.testing.LoopVolume;
import io.windlass.filesystem.testing.LoopVolume.Kind;
import io.windlass.foundation.WindlassException;
import io.windlass.linux.ChangeEvents;
import io.windlass.linux.Fanotify;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledIf("possible")
class LazyFileSystemTest {
  static boolean possible() {
    return LoopVolume.possible();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFileSystemOfItsOwnCanBeLazyAndIsLeftAsItWas(Kind kind) throws Exception {
    Path run = Files.createTempDirectory(Path.of("/dev/shm"), "windlass-run-");
    try (LoopVolume volume = LoopVolume.create(kind, 400L << 20)) {
      assertThat(LazyFileSystem.probe(volume.root(), run)).isEqualTo(new Capability.Lazy());
      assertThat(Commands.run("ls", "-A", volume.root().toString()).output())
          .isIn("", "lost+found");
      assertThat(run.resolve("probe")).doesNotExist();
    } finally {
      Commands.run("rm", "-rf", run.toString());
    }
  }

  @Test
  void elsewhereItIsSaidWhyNot(@TempDir Path shared) throws Exception {
    Path run = Files.createTempDirectory(Path.of("/dev/shm"), "windlass-run-");
    assertThat(LazyFileSystem.probe(shared, run))
        .isInstanceOfSatisfying(
            Capability.Eager.class,
            eager -> assertThat(eager.reason()).contains("not on a file system of its own"));
    Path memory = Files.createTempDirectory(run, "tmpfs");
    Commands.ok("mount", "-t", "tmpfs", "none", memory.toString());
    try {
      assertThat(LazyFileSystem.probe(memory, run))
          .isInstanceOfSatisfying(
              Capability.Eager.class,
              eager -> assertThat(eager.reason()).contains("ext4, XFS and btrfs can"));
    } finally {
      Commands.ok("umount", memory.toString());
      Commands.run("rm", "-rf", run.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "6.18.44-fc, true",
    "6.17.4, true",
    "6.17.3-generic, false",
    "6.17, false",
    "7.0, true",
    "6.14.0, false",
    "5.15, false",
    "what, false"
  })
  void rangesAreTrustedOnKernelsThatReportThemRight(String version, boolean exact) {
    assertThat(Kernels.rangesAreExact(version)).isEqualTo(exact);
  }

  @Test
  void twoProcessesDoNotServeOneFileSystem() {
    try (LazyVolume lazy = new LazyVolume(Kind.XFS, 400L << 20, Settings.DEFAULT)) {
      assertThatThrownBy(lazy::arm)
          .isInstanceOfSatisfying(
              WindlassException.class,
              e -> assertThat(e.problem().code()).isEqualTo("file_system_in_use"));
    }
  }

  @Test
  void whatIsInUseIsNeitherHiddenNorLetGo() throws Exception {
    try (LazyVolume lazy = new LazyVolume(Kind.EXT4, 400L << 20, Settings.DEFAULT)) {
      lazy.stub("file", 10_000);
      Process user = lazy.start("exec 5<file; read x");
      Awaitility.await().until(() -> lazy.files().counters().fills() == 5);
      assertThatThrownBy(() -> lazy.files().conceal())
          .isInstanceOfSatisfying(
              WindlassException.class,
              e -> assertThat(e.problem().code()).isEqualTo("file_system_in_use"));
      user.destroy();
      user.waitFor();
      Path bind = lazy.volume.aside("bind");
      Commands.ok("mount", "--bind", lazy.visible.toString(), bind.toString());
      assertThatThrownBy(() -> lazy.files().detach())
          .isInstanceOf(WindlassException.class)
          .hasMessageContaining(bind.toString());
      Process container = new ProcessBuilder("unshare", "-m", "cat").start();
      container.getOutputStream().write('x');
      container.getOutputStream().flush();
      assertThat(container.getInputStream().read()).isEqualTo('x');
      Commands.ok("umount", bind.toString());
      assertThatThrownBy(() -> lazy.files().detach())
          .isInstanceOfSatisfying(
              WindlassException.class,
              e ->
                  assertThat(e.problem().remedy().orElseThrow())
                      .contains(Long.toString(container.pid())));
      container.destroyForcibly().waitFor();
      lazy.files().expose(lazy.visible);
      lazy.files().expose(lazy.visible);
      assertThat(lazy.shell("wc -c < file").output()).isEqualTo("10000");
    }
  }

  @Test
  void theGroupForChangesOutlivesTheProcessWithItsMarksAndEvents() {
    try (LazyVolume lazy = new LazyVolume(Kind.XFS, 400L << 20, Settings.DEFAULT)) {
      lazy.files().changes().watchFileSystem(lazy.files().root(), Fanotify.CREATE);
      lazy.shell("touch before");
      lazy.stop();
      lazy.shell("ln -s nowhere while");
      lazy.start();
      List<String> names = new ArrayList<>();
      ChangeEvents events = new ChangeEvents(lazy.files().changes());
      Awaitility.await()
          .atMost(10, TimeUnit.SECONDS)
          .until(() -> {
            events.poll(event -> {
              if (event.entry() != null) {
                names.add(event.entry().name());
              }
            });
            return names.containsAll(List.of("before", "while"));
          });
    }
  }

  @Test
  void aThousandReadersOfAThousandStubsAreServed() {
    try (LazyVolume lazy = new LazyVolume(Kind.XFS, 400L << 20, Settings.DEFAULT)) {
      for (int i = 0; i < 1000; i++) {
        lazy.stub("f" + i, 5_000);
      }
      Commands.Result result =
          lazy.python(
              """
              import threading
              threading.stack_size(64 << 10)
              zeros = []
              def read(i):
                  with open('f%d' % i, 'rb') as f:
                      if f.read(5000)[::8].count(0): zeros.append(i)
              threads = [threading.Thread(target=read, args=(i,)) for i in range(1000)]
              [t.start() for t in threads]; [t.join() for t in threads]
              print(len(zeros))
              """);
      assertThat(result.output()).isEqualTo("0");
      for (int i = 0; i < 1000; i += 37) {
        lazy.awaitLocal("f" + i);
        assertThat(lazy.raw("f" + i)).isEqualTo(LazyVolume.expected("f" + i, 5_000));
      }
    }
  }

  @Test
  void moreReadersThanADefaultQueueHoldsAllWait() throws Exception {
    int processes = 3;
    int threads = 6_000;
    try (LazyVolume lazy = new LazyVolume(Kind.XFS, 400L << 20, LazyVolume.settings(64L << 20))) {
      lazy.stub("file", 100_000);
      lazy.content.shut();
      List<Process> readers = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        readers.add(lazy.startPython(CROWD.replace("COUNT", Integer.toString(threads))));
      }
      for (Process reader : readers) {
        assertThat(reader.inputReader().readLine()).isEqualTo("0 went on");
        reader.destroyForcibly();
      }
      for (Process reader : readers) {
        reader.waitFor();
      }
      // Answering so many would take long: the kernel wakes all for each.
      lazy.content.open();
      assertThat(lazy.shell("md5sum < file").output()).startsWith(lazy.md5("file", 100_000));
    }
  }

  /** Starts threads that open the file, and says how many got it when all of them try. */
  private static final String CROWD =
      """
      import os, threading, time
      threading.stack_size(64 << 10)
      went_on = []
      def read():
          went_on.append(os.open('file', os.O_RDONLY))
      threads = [threading.Thread(target=read, daemon=True) for i in range(COUNT)]
      [t.start() for t in threads]
      def opening(tid):
          try:
              return open('/proc/self/task/%s/syscall' % tid).read().split()[0] in ('257', '56')
          except OSError:
              return False
      left = set(os.listdir('/proc/self/task')) - {str(os.getpid())}
      while left and not went_on:
          left = {tid for tid in left if not opening(tid)}
      print(len(went_on), 'went on', flush=True)
      threads[0].join()
      """;
}
