package io.windlass.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.windlass.testing.FaultProxy;
import io.windlass.testing.FaultProxy.Answer;
import io.windlass.testing.InProcessStore;
import io.windlass.transfer.TransferSettings.Retries;
import io.windlass.transfer.collection.Collection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The last batch fails while the transfer's leader is between reading one thing and the next. */
class LastBatchTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final InProcessStore store = InProcessStore.start();
  private final FaultProxy proxy = FaultProxy.before(store.endpoint());
  private TransferLab lab;
  private End.Bucket bucket;
  private End.Local directory;
  private Meeting meeting;

  @BeforeEach
  void open() {
    TransferSettings usual = TransferLab.SETTINGS;
    Retries once =
        new Retries(1, Duration.ofMillis(50), Duration.ofMillis(20), Duration.ofMillis(200));
    lab =
        new TransferLab(
            new TransferSettings(usual.limits(), usual.size(), once, usual.pace(), usual.web()));
    bucket = (End.Bucket) End.bucket(lab.collections, store, store.owner());
    directory = (End.Local) End.directory(lab.collections);
    proxy.answer(
        request -> request.method().equals("GET") && request.target().contains("/refused"),
        Answer.DENIED);
    Jdbi jdbi = lab.collections.database.jdbi();
    meeting = new Meeting(jdbi);
    jdbi.getConfig(SqlStatements.class).setSqlLogger(meeting);
  }

  @AfterEach
  void close() {
    lab.close();
    directory.close();
    proxy.close();
    store.close();
  }

  /**
   * Keeps a batch from ending until the leader is about to look for open ones, and the leader from
   * looking until the batch has ended.
   */
  private static final class Meeting implements SqlLogger {
    private final Jdbi jdbi;
    private final CountDownLatch batchEnds = new CountDownLatch(1);
    private final CountDownLatch leaderLooks = new CountDownLatch(1);

    Meeting(Jdbi jdbi) {
      this.jdbi = jdbi;
    }

    @Override
    public void logBeforeExecution(StatementContext context) {
      String sql = context.getRawSql();
      if (sql.contains("UPDATE transfer_batch") && sql.contains("report = report || :report")) {
        batchEnds.countDown();
        await().atMost(PATIENCE).until(() -> leaderLooks.getCount() == 0);
      } else if (sql.contains("AS open") && batchEnds.getCount() == 0 && happens()) {
        await().atMost(PATIENCE).until(this::hasFailed);
      }
    }

    private synchronized boolean happens() {
      boolean first = leaderLooks.getCount() > 0;
      leaderLooks.countDown();
      return first;
    }

    private boolean hasFailed() {
      return jdbi.withHandle(handle ->
          handle
              .createQuery("SELECT EXISTS (SELECT FROM transfer_batch WHERE failed > 0)")
              .mapTo(Boolean.class)
              .one());
    }

    void assertHappened() {
      assertThat(leaderLooks.getCount()).as("the leader was held").isZero();
    }
  }

  private Transfer run(String to, TransferOptions options) {
    Collection proxied = lab.collections.buckets(proxy.endpoint(), store.region(), store.owner());
    String from = bucket.fill(Map.of("refused", "text".getBytes(UTF_8)));
    Transfer transfer =
        lab.run(TransferLab.directory(proxied, from, directory.collection(), to, options));
    meeting.assertHappened();
    return transfer;
  }

  @Test
  @Promise("R2")
  void aTransferWhoseLastFileFailsJustThenIsNeverASuccess() {
    Transfer transfer = run(directory.empty(), TransferOptions.NONE);

    assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
    assertThat(transfer.problem().orElseThrow().code()).isEqualTo("files_failed");
    assertThat(lab.codes(transfer)).contains("FAILED").doesNotContain("SUCCEEDED");
  }

  @Test
  @Promise("M7")
  void nothingIsDeletedWhereTheLastFileFailsJustThen() {
    String to = directory.fill(Map.of("extra", "kept".getBytes(UTF_8)));

    Transfer transfer = run(to, Options.of().deleteExtra().build());

    assertThat(transfer.state()).isEqualTo(TransferState.FAILED);
    assertThat(lab.codes(transfer)).contains("DELETE_DESTINATION_EXTRA_SKIPPED");
    assertThat(directory.read(to)).containsOnlyKeys("extra");
  }
}
