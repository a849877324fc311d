package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Answer;
import io.windlass.testing.InProcessStore;
import io.windlass.transfer.collection.Collection;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store answers to writes, what it is called in events, and what becomes of the file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreAnswersTest {
  private static final Map<String, byte[]> FILES = Map.of("file", "content".getBytes(UTF_8));

  private final InProcessStore store = InProcessStore.start();
  private final TransferLab lab = new TransferLab();
  private final End.Bucket bucket = (End.Bucket) End.bucket(lab.collections, store, store.owner());
  private final End directory = End.directory(lab.collections);
  private FaultProxy proxy;
  private Collection proxied;
  private String to;

  @AfterAll
  void closeLab() {
    lab.close();
    directory.close();
    store.close();
  }

  @BeforeEach
  void open() {
    proxy = FaultProxy.before(store.endpoint());
    proxied = lab.collections.buckets(proxy.endpoint(), store.region(), store.owner());
    to = bucket.empty();
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  private UUID submit(Map<String, byte[]> files) {
    NewTransfer transfer =
        TransferLab.directory(
            directory.collection(), directory.fill(files), proxied, to, TransferOptions.NONE);
    return lab.transfers().submit(transfer).transfer().id();
  }

  @ParameterizedTest
  @CsvSource({
    "400, MetadataTooLarge, METADATA_TOO_LARGE",
    "400, EntityTooLarge, LIMIT_EXCEEDED",
    "400, KeyTooLongError, INVALID_PATH_NAME",
    "400, SomethingElse, ENDPOINT_ERROR"
  })
  @Promise({"R1", "R5"})
  void whatItWillNeverTakeFailsTheFile(int status, String answer, String code) {
    proxy.answer(request -> request.method().equals("PUT"), new Answer(status, answer));

    Transfer failed = lab.end(submit(FILES));

    assertThat(failed.state()).isEqualTo(TransferState.FAILED);
    assertThat(lab.codes(failed)).contains(code);
    assertThat(lab.report(failed))
        .extracting(line -> line.problem().orElseThrow().code())
        .containsExactly(code.toLowerCase(Locale.ROOT));
    assertThat(bucket.read(to)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "403, QuotaExceeded, QUOTA_EXCEEDED",
    "400, BadDigest, VERIFY_CHECKSUM",
    "403, RequestTimeTooSkewed, CLOCK",
    "400, IncompleteBody, CONNECTION_BROKEN",
    "412, PreconditionFailed, FILE_SIZE_CHANGED",
    "503, SlowDown, ENDPOINT_TOO_BUSY",
    "500, InternalError, ENDPOINT_ERROR"
  })
  @Promise({"R4", "R5"})
  void whatMayBeOverNextTimeIsTriedUntilItIs(int status, String answer, String code) {
    proxy.answer(request -> request.method().equals("PUT"), new Answer(status, answer));
    UUID id = submit(FILES);
    awaitEvent(id, code);
    proxy.answerNothing();

    assertArrived(lab.end(id), FILES);
  }

  @Test
  @Promise({"R4", "R5"})
  void aStoreThatIsNotThereIsWaitedFor() {
    proxy.down();
    UUID id = submit(FILES);
    awaitEvent(id, "CONNECT_FAILED");
    proxy.up();

    assertArrived(lab.end(id), FILES);
  }

  @Test
  @Promise({"R4", "R5"})
  void anUploadThatIsGoneIsBegunAnew() {
    Map<String, byte[]> files = Map.of("large", new byte[13 << 20]);
    proxy.answer(
        request -> request.target().contains("partNumber=2"), 1, new Answer(404, "NoSuchUpload"));
    UUID id = submit(files);

    Transfer arrived = lab.end(id);

    assertThat(lab.codes(arrived)).contains("MPU_NOT_FOUND");
    assertArrived(arrived, files);
  }

  private void awaitEvent(UUID id, String code) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> lab.codes(lab.transfers().find(id).orElseThrow()), it -> it.contains(code));
  }

  private void assertArrived(Transfer transfer, Map<String, byte[]> files) {
    assertThat(transfer.problem()).isEmpty();
    assertThat(transfer.state()).isEqualTo(TransferState.SUCCEEDED);
    assertThat(End.digests(bucket.read(to))).isEqualTo(End.digests(files));
    assertThat(bucket.openUploads()).isZero();
  }
}
