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
 * Temporary keys per second and how long one request takes, over HTTP from the outside. Warm: the
 * same folder and permission again and again, answered from keys that live long enough. Cold: a
 * lifetime that was not asked for before, so that every request reaches STS. The STS is once one
 * that costs next to nothing, so that the node is what is measured, and once Ceph's.
 */
final class VendBenchmark {
  private static final int IN_FLIGHT = 8;

  void run() throws Exception {
    try (ListingStore store = new ListingStore(1)) {
      Optional<String> role = Optional.of("arn:aws:iam:::role/bench");
      with(
          Setting.document(store.endpoint(), "AKIABENCH", "secret", role),
          "bench",
          (client, folder) -> {
            measure("(warming up)", 2_000, _ -> issue(client, folder, Optional.empty()));
            measure("warm, fast STS", 2_000, _ -> issue(client, folder, Optional.empty()));
            measure("cold, fast STS", 1_000, n -> issue(client, folder, Optional.of(900L + n)));
          });
    }
    ceph();
  }

  private static void ceph() throws Exception {
    CephStore store = CephStore.shared();
    Path scratch = Files.createTempDirectory("windlass-bench");
    String bucket = "bench-vend-" + ProcessHandle.current().pid();
    try {
      new AwsCli(store, scratch).ownedBase(bucket, "base");
      with(
          Setting.document(
              store.endpoint(),
              store.plat().accessKeyId(),
              store.plat().secretAccessKey().reveal(),
              Optional.of(store.roleArn())),
          bucket,
          (client, folder) ->
              measure("cold, Ceph STS", 100, n -> issue(client, folder, Optional.of(900L + n))));
    } finally {
      Scratch.delete(scratch);
    }
  }

  private interface Measurement {
    void of(WindlassClient client, Entry folder) throws Exception;
  }

  private static void with(String document, String bucket, Measurement measurement)
      throws Exception {
    try (Node node = Node.start();
        WindlassClient client = node.client()) {
      measurement.of(client, Setting.folder(client, document, bucket, "base"));
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
