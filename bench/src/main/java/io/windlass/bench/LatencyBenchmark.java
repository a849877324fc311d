package io.windlass.bench;

import io.windlass.bench.Table.Cell;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.objectstore.Signing;
import io.windlass.objectstore.StoreAddress;
import io.windlass.objectstore.StoreException;
import io.windlass.testing.CephStore;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How soon what happened on one side is seen on the other, with Ceph on the same machine, which
 * posts to the node what happens in the bucket.
 */
final class LatencyBenchmark {
  private static final int TIMES = 10;
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(2);
  private static final String PREFIX = "tree";

  private final Path scratch;
  private final CephStore store = CephStore.shared();
  private final String bucket = "bench-files-" + ProcessHandle.current().pid();

  LatencyBenchmark(Path scratch) {
    this.scratch = scratch;
  }

  void run() throws Exception {
    new AwsCli(store, scratch).ownedBase(bucket, PREFIX);
    Signing.Keys keys =
        new Signing.Keys(
            store.plat().accessKeyId(), store.plat().secretAccessKey(), Optional.empty());
    try (ObjectStore objects =
            new S3ObjectStores().open(StoreAddress.at(store.endpoint(), store.region()), keys);
        Rows rows = new Rows("median of %d, with Ceph".formatted(TIMES), 1, directories())) {
      rows.add(
          "from close() to object",
          Rows::unprepared,
          (directory, _) -> median(directory, index -> arrives(objects, directory, index)),
          LatencyBenchmark::shown);
      rows.add(
          "from PUT to file",
          Rows::unprepared,
          (directory, _) -> median(directory, index -> appears(objects, directory, index)),
          LatencyBenchmark::shown);
    }
  }

  private List<Mounted> directories() {
    String secret = store.plat().secretAccessKey().reveal();
    return List.of(
        Absent.orMade(
            "Windlass",
            () ->
                LinkedDirectory.over(
                    Setting.document(
                        store.endpoint(), store.plat().accessKeyId(), secret, Optional.empty()),
                    bucket,
                    PREFIX,
                    scratch.resolve("windlass"),
                    LinkedDirectory.Import.PUSHED)),
        Absent.orMade(
            "s3fs",
            () ->
                FuseMount.s3fs(
                    scratch.resolve("s3fs"),
                    bucket + ":/" + PREFIX,
                    store.endpoint().toString(),
                    store.plat().accessKeyId() + ":" + secret)),
        Absent.orMade(
            "rclone mount",
            () ->
                FuseMount.rclone(
                    scratch.resolve("rclone"),
                    Rclone.remote(bucket + "/" + PREFIX),
                    new Rclone(store).environment())));
  }

  private static Cell shown(Measured measured) {
    return Cell.of(measured.wall(), "%.3f s · %.2f cpu".formatted(measured.wall(), measured.cpu()));
  }

  private interface Once {
    double seconds(int index) throws Exception;
  }

  private static Measured median(Mounted directory, Once once) throws Exception {
    double before = directory.cpuSeconds();
    List<Double> all = new ArrayList<>();
    for (int index = 0; index < TIMES; index++) {
      all.add(once.seconds(index));
    }
    Collections.sort(all);
    return new Measured(
        all.get(TIMES / 2), directory.cpuSeconds() - before, directory.peakMebibytes());
  }

  private double arrives(ObjectStore objects, Mounted directory, int index) throws Exception {
    String name = name("written", directory, index);
    FileChannel file =
        FileChannel.open(
            directory.path().resolve(name),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
    file.write(ByteBuffer.wrap(new byte[100]));
    long begin = System.nanoTime();
    file.close();
    Waiting.until("the object", LIMIT, PAUSE, () -> size(objects, name) == 100);
    return (System.nanoTime() - begin) / 1e9;
  }

  private double appears(ObjectStore objects, Mounted directory, int index) throws Exception {
    String name = name("put", directory, index);
    objects.put(id(name), WriteOptions.NONE, Body.of(new byte[100]));
    Path file = directory.path().resolve(name);
    return Waiting.until("the file", LIMIT, PAUSE, () -> Files.exists(file));
  }

  private static String name(String kind, Mounted directory, int index) {
    return "%s-%s-%d.txt".formatted(kind, directory.name().replace(' ', '-'), index);
  }

  private ObjectId id(String name) {
    return ObjectId.of(bucket, PREFIX + "/" + name);
  }

  private long size(ObjectStore objects, String name) {
    try {
      return objects.head(id(name)).size();
    } catch (StoreException _) {
      return -1; // not there yet
    }
  }
}
