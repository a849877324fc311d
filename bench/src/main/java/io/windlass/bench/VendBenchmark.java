package io.windlass.bench;

import io.windlass.client.WindlassClient;
import io.windlass.client.model.CredentialsRequest;
import io.windlass.client.model.Entry;
import io.windlass.testing.CephStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Temporary keys per second and how long one request takes, over HTTP from the outside, against
 * Ceph's STS. Warm: the same folder and permission again and again. Cold: a lifetime that was not
 * asked for before, so that every request reaches STS.
 */
final class VendBenchmark {
  private static final int IN_FLIGHT = 8;
  private static final int WARM = 4_000;
  private static final int COLD = 400;

  void run() throws Exception {
    CephStore store = CephStore.shared();
    Path scratch = Files.createTempDirectory("windlass-bench");
    String bucket = "bench-vend-" + ProcessHandle.current().pid();
    try (Node node = Node.start();
        WindlassClient client = node.client()) {
      new AwsCli(store, scratch).ownedBase(bucket, "base");
      Entry folder =
          Setting.folder(
              client,
              Setting.document(
                  store.endpoint(),
                  store.plat().accessKeyId(),
                  store.plat().secretAccessKey().reveal(),
                  Optional.of(store.roleArn())),
              bucket,
              "base");
      measure("warm-up, not counted", WARM, _ -> issue(client, folder, Optional.empty()));
      measure("warm STS", WARM, _ -> issue(client, folder, Optional.empty()));
      measure("cold STS", COLD, n -> issue(client, folder, Optional.of(900L + n)));
    } finally {
      Scratch.delete(scratch);
    }
  }

  private static void issue(WindlassClient client, Entry folder, Optional<Long> seconds) {
    client.credentials().issue(folder.id(), new CredentialsRequest("read_only", seconds));
  }

  private interface Work {
    void once(int number);
  }

  private static void measure(String name, int count, Work work) throws Exception {
    List<Callable<Long>> calls = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      int current = number;
      calls.add(() -> {
        long start = System.nanoTime();
        work.once(current);
        return System.nanoTime() - start;
      });
    }
    List<Long> nanos = new ArrayList<>();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(IN_FLIGHT)) {
      for (Future<Long> future : threads.invokeAll(calls)) {
        nanos.add(future.get());
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Collections.sort(nanos);
    System.out.printf(
        "  %-22s %,8.0f per second   p50 %6.1f ms   p99 %6.1f ms   (%d in flight)%n",
        name,
        count / seconds,
        nanos.get(count / 2) / 1e6,
        nanos.get(count * 99 / 100) / 1e6,
        IN_FLIGHT);
  }
}
