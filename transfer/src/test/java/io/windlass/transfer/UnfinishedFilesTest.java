package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.objectstore.ChecksumAlgorithm;
import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Direction;
import io.windlass.testing.InProcessStore;
import io.windlass.transfer.TransferItem.Checksum;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large files on their way into a directory, whose store goes away in the middle. */
class UnfinishedFilesTest {
  private final Random random = new Random(11);
  private TransferLab lab;
  private InProcessStore store;
  private FaultProxy proxy;
  private End.Bucket bucket;
  private End.Local directory;

  @BeforeEach
  void open() {
    lab = new TransferLab();
    store = InProcessStore.start();
    proxy = FaultProxy.before(store.endpoint());
    bucket = (End.Bucket) End.bucket(lab.collections, store, store.owner());
    directory = (End.Local) End.directory(lab.collections);
  }

  @AfterEach
  void close() {
    lab.close();
    directory.close();
    proxy.close();
    store.close();
  }

  private byte[] content() {
    byte[] content = new byte[60 << 20];
    random.nextBytes(content);
    return content;
  }

  /** Begins a transfer, and takes the store away when something of the file has arrived. */
  private UUID interrupted(String from, String to) throws InterruptedException {
    FaultProxy.Hold middle = proxy.holdAfter(Direction.FROM_STORE, 1 << 20);
    UUID id =
        lab.transfers()
            .submit(
                TransferLab.directory(
                    lab.collections.buckets(proxy.endpoint(), store.region(), store.owner()),
                    from,
                    directory.collection(),
                    to,
                    Options.of().verify().build()))
            .transfer()
            .id();
    middle.await();
    proxy.down();
    middle.release();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            directory.unfinished().size() == 1
                && lab.transfers().find(id).orElseThrow().counts().retrying() > 0);
    return id;
  }

  @Test
  @Promise("V1")
  void aVerifiedFileInPartsIsReportedWithTheChecksumOfAllOfIt() throws Exception {
    byte[] content = content();
    String to = directory.empty();
    UUID id = interrupted(bucket.fill(Map.of("large", content)), to);
    proxy.up(store.endpoint());

    Transfer ended = lab.end(id);

    assertThat(ended.problem()).isEmpty();
    assertThat(Arrays.equals(directory.read(to).get("large"), content)).isTrue();
    assertThat(directory.unfinished()).isEmpty();
    assertThat(lab.report(ended))
        .singleElement()
        .satisfies(line ->
            assertThat(line.checksum())
                .contains(new Checksum("crc32c", ChecksumAlgorithm.CRC32C.of(content).hex())));
  }

  @Test
  @Promise("K2")
  void whatHasArrivedOfAFileThatChangedSinceIsNotUsed() throws Exception {
    byte[] changed = content();
    String from = bucket.fill(Map.of("large", content()));
    String to = directory.empty();
    UUID id = interrupted(from, to);
    bucket.write(from + "/large", changed);
    proxy.up(store.endpoint());

    assertThat(lab.end(id).problem()).isEmpty();
    assertThat(Arrays.equals(directory.read(to).get("large"), changed)).isTrue();
    assertThat(directory.unfinished()).isEmpty();
  }

  @Test
  @Promise("L2")
  void cancellingLeavesNoUnfinishedFile() throws Exception {
    String to = directory.empty();
    UUID id = interrupted(bucket.fill(Map.of("large", content())), to);

    lab.transfers().cancel(id);

    assertThat(lab.end(id).state()).isEqualTo(TransferState.CANCELLED);
    assertThat(directory.unfinished()).isEmpty();
    assertThat(directory.read(to)).isEmpty();
  }
}
