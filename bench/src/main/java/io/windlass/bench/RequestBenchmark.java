package io.windlass.bench;

import io.windlass.objectstore.Body;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.ObjectContent;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import io.windlass.testing.CephStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Requests for small objects: the client of this project beside the AWS SDK that it stands in front
 * of, each in a process of its own, 32 in flight. The SDK against the same store, so that the ratio
 * of CPU is that of the clients.
 */
final class RequestBenchmark {
  private static final int IN_FLIGHT = 32;

  private final int rounds;

  RequestBenchmark(int rounds) {
    this.rounds = rounds;
  }

  void run() throws Exception {
    CephStore store = CephStore.shared();
    String bucket = "bench-requests-" + ProcessHandle.current().pid();
    try (ObjectStore objects = open(store, "lean")) {
      objects.createBucket(bucket);
    }
    for (String kind : List.of("put", "head", "get", "list")) {
      Comparison comparison = new Comparison("2,000 x " + kind + " of 4 KiB");
      for (String client : List.of("lean", "sdk")) {
        comparison.with(client, () -> Measured.run(command(client, kind, bucket), Map.of()));
      }
      comparison.run(rounds);
    }
  }

  private static List<String> command(String client, String kind, String bucket) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        "io.windlass.bench.RequestBenchmark",
        client,
        kind,
        bucket);
  }

  private static ObjectStore open(CephStore store, String client) {
    S3ObjectStores stores = client.equals("sdk") ? S3ObjectStores.ofSdk() : new S3ObjectStores();
    return stores.open(
        StoreAddress.at(store.endpoint(), store.region()),
        new Signing.Keys(
            store.plat().accessKeyId(), store.plat().secretAccessKey(), Optional.empty()));
  }

  /** One contender: {@code lean|sdk put|head|get|list BUCKET}. */
  public static void main(String[] arguments) throws Exception {
    String bucket = arguments[2];
    Semaphore free = new Semaphore(IN_FLIGHT);
    try (ObjectStore objects = open(CephStore.shared(), arguments[0]);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int index = 0; index < 2_000; index++) {
        ObjectId id = ObjectId.of(bucket, "small/file-%05d.bin".formatted(index));
        free.acquire();
        threads.execute(() -> {
          try {
            request(objects, arguments[1], id);
          } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
          } finally {
            free.release();
          }
        });
      }
    }
  }

  private static void request(ObjectStore objects, String kind, ObjectId id) throws IOException {
    switch (kind) {
      case "put" -> objects.put(id, WriteOptions.NONE, Body.of(new byte[4_096]));
      case "head" -> objects.head(id);
      case "get" -> {
        try (ObjectContent content = objects.get(id, Optional.empty(), Optional.empty())) {
          content.stream().transferTo(OutputStream.nullOutputStream());
        }
      }
      default -> {
        try (Stream<Listing.Entry> page = objects.walk(id.bucket(), id.key(), Optional.empty())) {
          page.forEach(_ -> {});
        }
      }
    }
  }
}
