package io.windlass.transfer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.objectstore.ChecksumAlgorithm;
import io.windlass.testing.CephStore;
import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Direction;
import io.windlass.testing.InProcessStore;
import io.windlass.transfer.TransferItem.Checksum;
import io.windlass.transfer.TransferredFile.Outcome;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever was streamed has a checksum in the report, without being asked for one. */
class ReportedChecksumsTest {
  private final CephStore ceph = CephStore.shared();
  private final Random random = new Random(17);
  private TransferLab lab;
  private InProcessStore store;

  @BeforeEach
  void open() {
    lab = new TransferLab();
    store = InProcessStore.start();
  }

  @AfterEach
  void close() {
    lab.close();
    store.close();
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<Checksum> possible(byte[] content) throws Exception {
    return List.of(
        new Checksum("crc32c", ChecksumAlgorithm.CRC32C.of(content).hex()),
        new Checksum("crc64nvme", ChecksumAlgorithm.CRC64NVME.of(content).hex()),
        new Checksum(
            "md5", HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content))));
  }

  private void assertChecked(Transfer transfer, Map<String, byte[]> files) {
    assertThat(transfer.problem()).isEmpty();
    assertThat(transfer.counts().bytesChecksummed()).isZero();
    assertThat(lab.report(transfer))
        .hasSameSizeAs(files.keySet())
        .allSatisfy(line -> {
          assertThat(line.outcome()).isEqualTo(Outcome.STREAMED);
          String path = line.destination().orElseThrow();
          assertThat(possible(requireNonNull(files.get(path.substring(path.lastIndexOf('/') + 1)))))
              .contains(line.checksum().orElseThrow());
        });
  }

  @Test
  @Promise("C11")
  void largeAndSmallFilesOfEveryKindOfEnd() {
    Map<String, byte[]> files =
        Map.of("large", bytes((13 << 20) + 7), "middle", bytes(300_000), "small", bytes(10));
    try (End.Local directory = (End.Local) End.directory(lab.collections)) {
      End alice = End.bucket(lab.collections, ceph, ceph.alice());
      End plain = End.bucket(lab.collections, store, store.owner());
      String from = directory.fill(files);
      for (End bucket : List.of(alice, plain)) {
        String up = bucket.empty();
        assertChecked(run(directory, from, bucket, up), files);
        assertChecked(run(bucket, up, directory, directory.empty()), files);
        End other = bucket.equals(alice) ? plain : alice;
        assertChecked(run(bucket, up, other, other.empty()), files);
      }
    }
  }

  private Transfer run(End source, String from, End destination, String to) {
    return lab.run(
        TransferLab.directory(
            source.collection(), from, destination.collection(), to, TransferOptions.NONE));
  }

  @Test
  @Promise("C11")
  void anUploadThatGoesOnKnowsTheChecksumOfWhatArrivedBefore() throws Exception {
    byte[] content = bytes(43 << 20);
    try (End.Local directory = (End.Local) End.directory(lab.collections);
        FaultProxy proxy = FaultProxy.before(store.endpoint())) {
      End.Bucket bucket = (End.Bucket) End.bucket(lab.collections, store, store.owner());
      String from = directory.fill(Map.of("large", content));
      FaultProxy.Hold middle = proxy.holdAfter(Direction.TO_STORE, 4 << 20);
      UUID id =
          lab.transfers()
              .submit(
                  TransferLab.directory(
                      directory.collection(),
                      from,
                      lab.collections.buckets(proxy.endpoint(), store.region(), store.owner()),
                      bucket.empty(),
                      TransferOptions.NONE))
              .transfer()
              .id();
      middle.await();
      proxy.down();
      middle.release();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> lab.transfers().find(id).orElseThrow().counts().retrying() > 0);
      proxy.up(store.endpoint());

      assertChecked(lab.end(id), Map.of("large", content));
    }
  }
}
