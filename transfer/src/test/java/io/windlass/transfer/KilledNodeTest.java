package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.connection.Connections;
import io.windlass.connection.credential.OwnCredentials;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.database.task.Tasks;
import io.windlass.foundation.Secret;
import io.windlass.objectstore.S3ObjectStores;
import io.windlass.testing.FaultProxy;
import io.windlass.testing.InProcessStore;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.collection.CollectionLab;
import io.windlass.transfer.collection.CollectionLab.LabDirectories;
import io.windlass.transfer.collection.Collections;
import io.windlass.transfer.collection.Directories;
import io.windlass.transfer.collection.OpenStorages;
import io.windlass.transfer.collection.OtherNodes;
import io.windlass.transfer.collection.StoredCollections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nodes that are killed while they work, in processes of their own. */
class KilledNodeTest {
  private static final int KILLS = 20;

  /** Small batches, so that there is always something between two of them. */
  private static final TransferSettings SETTINGS =
      new TransferSettings(
          TransferLab.SETTINGS.limits(),
          new Size(25, 40L << 20, 4, 2, 8, 4, 6L << 20, 5L << 20, 512L << 20),
          TransferLab.SETTINGS.retries(),
          TransferLab.SETTINGS.pace(),
          TransferLab.SETTINGS.web());

  private final Random random = new Random();

  @Test
  @Promise({"K1", "K2", "K3"})
  void twentyKillsLoseNothingAndLeaveNothing() throws Exception {
    try (CollectionLab lab = new CollectionLab();
        InProcessStore store = InProcessStore.start();
        End.Local source = (End.Local) End.directory(lab)) {
      End.Bucket bucket = (End.Bucket) End.bucket(lab, store, store.owner());
      Map<String, byte[]> files = new TreeMap<>(Samples.files(400, 3000));
      for (int i = 0; i < 3; i++) {
        byte[] large = new byte[16 << 20];
        random.nextBytes(large);
        files.put("large" + i, large);
      }
      String from = source.fill(files);
      Transfers transfers = asking(lab);
      List<NewTransfer> submitted = new ArrayList<>();
      List<UUID> ids = new ArrayList<>();

      for (int kills = 0; kills < KILLS; ) {
        if (ids.isEmpty() || transfers.find(ids.getLast()).orElseThrow().state().ended()) {
          NewTransfer next =
              TransferLab.directory(
                  source.collection(),
                  from,
                  bucket.collection(),
                  bucket.empty(),
                  Options.of().verify().build());
          submitted.add(next);
          ids.add(transfers.submit(next).transfer().id());
        }
        Process node = node(lab, source);
        awaitWork(lab, transfers, ids.getLast());
        node.destroyForcibly().waitFor();
        kills++;
        assertThat(active(lab)).as("batches that may be repeated").isLessThanOrEqualTo(1);
      }
      Process last = node(lab, source);
      try {
        for (UUID id : ids) {
          await()
              .atMost(Duration.ofMinutes(2))
              .until(() -> transfers.find(id).orElseThrow().state().ended());
        }
      } finally {
        last.destroyForcibly().waitFor();
      }

      for (int i = 0; i < ids.size(); i++) {
        Transfer transfer = transfers.find(ids.get(i)).orElseThrow();
        assertThat(transfer.problem()).isEmpty();
        assertThat(transfer.counts().filesTransferred()).isEqualTo(files.size());
        try (var report = transfers.report(ids.get(i))) {
          assertThat(report.map(line -> line.source().orElseThrow()))
              .hasSize(files.size())
              .doesNotHaveDuplicates();
        }
        assertThat(End.digests(bucket.read(submitted.get(i).items().getFirst().destination())))
            .isEqualTo(End.digests(files));
      }
      assertThat(bucket.openUploads()).isZero();
    }
  }

  @Test
  @Promise("K2")
  void aLargeFileOfADirectoryGoesOnWithThePartsThatHaveArrived() throws Exception {
    byte[] content = new byte[120 << 20];
    random.nextBytes(content);
    try (CollectionLab lab = new CollectionLab();
        InProcessStore store = InProcessStore.start();
        FaultProxy proxy = FaultProxy.before(store.endpoint());
        End.Local directory = (End.Local) End.directory(lab)) {
      End.Bucket bucket = (End.Bucket) End.bucket(lab, store, store.owner());
      String from = bucket.fill(Map.of("large", content));
      String to = directory.empty();
      Transfers transfers = asking(lab);
      FaultProxy.Hold middle = proxy.holdAfter(FaultProxy.Direction.FROM_STORE, 1 << 20);
      UUID id =
          transfers
              .submit(
                  TransferLab.directory(
                      lab.buckets(proxy.endpoint(), store.region(), store.owner()),
                      from,
                      directory.collection(),
                      to,
                      TransferOptions.NONE))
              .transfer()
              .id();
      Process first = node(lab, directory);
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() ->
              number(lab, "SELECT count(*) FROM transfer_upload WHERE arrived IS NOT NULL") == 1);
      first.destroyForcibly().waitFor();
      middle.release();

      byte[] mark = {1, 2, 3, 4, 5, 6, 7, 8};
      long at = (arrivedPart(lab) - 1) * (5L << 20);
      try (FileChannel unfinished =
          FileChannel.open(directory.unfinished().getFirst(), StandardOpenOption.WRITE)) {
        unfinished.write(ByteBuffer.wrap(mark), at);
      }
      Process second = node(lab, directory);
      try {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> transfers.find(id).orElseThrow().state().ended());
      } finally {
        second.destroyForcibly().waitFor();
      }

      assertThat(transfers.find(id).orElseThrow().problem()).isEmpty();
      byte[] written = directory.read(to).get("large");
      assertThat(Arrays.copyOfRange(written, (int) at, (int) at + mark.length))
          .as("what had arrived is not fetched again")
          .isEqualTo(mark);
      System.arraycopy(content, (int) at, written, (int) at, mark.length);
      assertThat(Arrays.equals(written, content)).isTrue();
      assertThat(directory.unfinished()).isEmpty();
      assertThat(number(lab, "SELECT count(*) FROM transfer_upload")).isZero();
    }
  }

  /** The first number in what was noted. */
  private static long arrivedPart(CollectionLab lab) {
    return number(
        lab, "SELECT get_byte(arrived, 2) * 256 + get_byte(arrived, 3) FROM transfer_upload");
  }

  /** Until the node has begun a batch, and then some. */
  private void awaitWork(CollectionLab lab, Transfers transfers, UUID id) {
    long before = attempts(lab);
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(2))
        .until(() ->
            attempts(lab) > before + random.nextInt(3)
                || transfers.find(id).orElseThrow().state().ended());
    await()
        .pollDelay(Duration.ofMillis(random.nextInt(60)))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> true);
  }

  private static long attempts(CollectionLab lab) {
    return number(lab, "SELECT coalesce(sum(attempt), 0) FROM transfer_batch");
  }

  private static long active(CollectionLab lab) {
    return number(lab, "SELECT count(*) FROM transfer_batch WHERE state = 'ACTIVE'");
  }

  private static long number(CollectionLab lab, String sql) {
    return lab.database
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  /** Submits and looks, and works on nothing. */
  private static Transfers asking(CollectionLab lab) {
    return new TransferNode(
            new TransferSetup(
                lab.database.database(),
                lab.database.database().tasks(),
                lab.collections,
                lab.storages,
                lab.box,
                "asking",
                SETTINGS,
                InstantSource.system()))
        .transfers();
  }

  private static Process node(CollectionLab lab, End.Local directory) {
    Directories.Directory its = lab.directories.find(directory.collection().target()).orElseThrow();
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            NodeProcess.class.getName(),
            lab.database.jdbcUrl(),
            lab.database.user(),
            lab.keyFile().toString(),
            its.id(),
            its.name(),
            its.projectGuid(),
            its.root().toString());
    builder.environment().put("PASSWORD", lab.database.password().reveal());
    try {
      return builder
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A node and nothing else. */
  static final class NodeProcess {
    private NodeProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
      Database database =
          Database.at(
              arguments[0],
              Optional.of(arguments[1]),
              Optional.of(Secret.of(System.getenv("PASSWORD"))));
      InstantSource clock = InstantSource.system();
      SecretBox box = SecretBox.at(Path.of(arguments[2]), database);
      Connections connections = new Connections(database, new S3ObjectStores(), box, clock);
      LabDirectories directories = new LabDirectories();
      directories.all.add(
          new Directories.Directory(
              arguments[3],
              arguments[4],
              arguments[5],
              CollectionLab.NODE,
              Path.of(arguments[6]),
              true));
      Collections collections = new StoredCollections(database, connections, directories, clock);
      OpenStorages storages =
          new OpenStorages(
              collections,
              connections,
              new OwnCredentials(database, connections, box, clock),
              directories,
              CollectionLab.NODE,
              OtherNodes.NONE,
              clock);
      Tasks tasks = database.tasks(TransferLab.TASKS);
      TransferNode node =
          new TransferNode(
              new TransferSetup(
                  database,
                  tasks,
                  collections,
                  storages,
                  box,
                  CollectionLab.NODE,
                  SETTINGS,
                  clock));
      tasks.start(CollectionLab.NODE, node.handlers(), node.recurring());
      node.start();
      Thread.currentThread().join();
    }
  }
}
