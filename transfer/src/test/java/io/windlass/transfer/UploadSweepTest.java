package io.windlass.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.OpenUpload;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.testing.CephStore;
import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Answer;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.S3TestStore;
import io.windlass.transfer.collection.Collection;
import io.windlass.transfer.collection.CollectionLab;
import io.windlass.transfer.move.UploadLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hourly sweep alone: nobody works on transfers, and none of them ends. */
class UploadSweepTest {
  private CollectionLab lab;
  private TransferNode node;

  @BeforeEach
  void open() {
    lab = new CollectionLab();
    node =
        new TransferNode(
            new TransferSetup(
                lab.database.database(),
                lab.database.database().tasks(),
                lab.collections,
                lab.storages,
                lab.box,
                CollectionLab.NODE,
                TransferLab.SETTINGS,
                lab.clock));
  }

  @AfterEach
  void close() {
    node.close();
    lab.close();
  }

  private void sweep() {
    node.recurring().stream()
        .filter(work -> work.name().equals("sweep_transfer_uploads"))
        .forEach(work -> work.work().run());
  }

  private UploadLedger ledger(UUID transfer, Collection collection) {
    return new Uploads(lab.database.jdbi()).ledger(transfer, collection.id(), CollectionLab.USER);
  }

  /** An upload as a transfer begins it. */
  private static String begin(UploadLedger ledger, End.Bucket end, String path, boolean noted) {
    long number = ledger.begin(path, "content", 5L << 20);
    String upload = start(end, path);
    if (noted) {
      ledger.started(number, upload);
    }
    return upload;
  }

  private static String start(End.Bucket end, String path) {
    return end.store().startMultipart(ObjectId.of(end.bucket(), end.key(path)), WriteOptions.NONE);
  }

  private static List<String> open(End.Bucket end) {
    try (Stream<OpenUpload> open = end.store().openUploads(end.bucket(), "")) {
      return open.map(OpenUpload::uploadId).toList();
    }
  }

  private long noted() {
    return lab.database
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("SELECT count(*) FROM transfer_upload").mapTo(Long.class).one());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Promise("L2")
  void whatAProcessLeftIsAbortedAndWhatIsInUseIsNot(boolean onCeph) {
    InProcessStore plain = InProcessStore.start();
    CephStore ceph = CephStore.shared();
    try (plain) {
      S3TestStore store = onCeph ? ceph : plain;
      End.Bucket end = (End.Bucket) End.bucket(lab, store, onCeph ? ceph.alice() : plain.owner());
      String directory = end.fill(java.util.Map.of("source", new byte[1]));
      UUID active =
          node.transfers()
              .submit(
                  TransferLab.transfer(
                      end.collection(),
                      end.collection(),
                      List.of(
                          TransferLab.item(
                              directory + "/source", directory + "/x", Optional.of(false))),
                      TransferOptions.NONE))
              .transfer()
              .id();
      UploadLedger gone = ledger(UUID.randomUUID(), end.collection());
      begin(gone, end, directory + "/known", true);
      begin(gone, end, directory + "/died-before-it-noted-the-id", false);
      String used = begin(ledger(active, end.collection()), end, directory + "/used", true);
      String others = start(end, directory + "/of-another-program");

      sweep();

      assertThat(open(end)).containsExactlyInAnyOrder(used, others);
      assertThat(noted()).isEqualTo(1);
    }
  }

  @Test
  @Promise("L2")
  void whatCannotBeRemovedNowIsRemovedTheNextTime() {
    try (InProcessStore store = InProcessStore.start();
        FaultProxy proxy = FaultProxy.before(store.endpoint())) {
      End.Bucket end = (End.Bucket) End.bucket(lab, store, store.owner());
      Collection proxied = lab.buckets(proxy.endpoint(), store.region(), store.owner());
      begin(ledger(UUID.randomUUID(), proxied), end, end.empty() + "/a", true);
      proxy.answer(request -> request.method().equals("DELETE"), Answer.DENIED);

      sweep();
      assertThat(open(end)).hasSize(1);
      assertThat(noted()).isEqualTo(1);

      proxy.answerNothing();
      sweep();
      assertThat(open(end)).isEmpty();
      assertThat(noted()).isZero();
    }
  }

  @Test
  @Promise("L2")
  void unfinishedFilesOfDirectoriesGoToo() throws Exception {
    try (End.Local directory = (End.Local) End.directory(lab)) {
      Path unfinished =
          Files.createDirectories(directory.root().resolve(".windlass-tmp/transfers"));
      String name = "0123456789abcdef";
      Files.writeString(unfinished.resolve(name), "half");
      UploadLedger gone = ledger(UUID.randomUUID(), directory.collection());
      gone.started(gone.begin(directory.empty() + "/large", "content", 5L << 20), name);

      sweep();

      assertThat(directory.unfinished()).isEmpty();
      assertThat(noted()).isZero();
    }
  }
}
