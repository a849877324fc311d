package io.windlass.filesystem.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.filesystem.tree.KeyLocks.Held;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class KeyLocksTest {
  @Test
  void oneEntryIsWorkedOnByOneThreadAndPairsInBothOrdersNeverBlockEachOther() throws Exception {
    KeyLocks locks = new KeyLocks();
    int[] counts = new int[8];
    List<Future<?>> work = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 8; thread++) {
        Random random = new Random(thread);
        work.add(
            threads.submit(() -> {
              for (int i = 0; i < 2000; i++) {
                int a = random.nextInt(counts.length);
                int b = random.nextInt(counts.length);
                try (Held _ = locks.lock("d/" + a, "d/" + b + "/")) {
                  counts[a]++;
                  counts[b]++;
                }
              }
            }));
      }
      for (Future<?> done : work) {
        done.get();
      }
    }
    assertThat(Arrays.stream(counts).sum()).isEqualTo(8 * 2000 * 2);
  }

  @Test
  void aDirectoryAndItsMarkerAreOneEntry() throws Exception {
    KeyLocks locks = new KeyLocks();
    AtomicBoolean entered = new AtomicBoolean();
    Thread other =
        Thread.ofPlatform()
            .unstarted(() -> {
              try (Held _ = locks.lock("a/")) {
                entered.set(true);
              }
            });
    try (Held _ = locks.lock("a")) {
      other.start();
      await().until(() -> other.getState() == Thread.State.WAITING);
      assertThat(entered).isFalse();
    }
    other.join();
    assertThat(entered).isTrue();
  }
}
