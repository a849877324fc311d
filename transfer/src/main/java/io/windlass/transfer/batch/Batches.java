package io.windlass.transfer.batch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The table of batches. What a worker writes is fenced: it counts only while the batch is active
 * with that attempt's number. Thread-safe.
 */
public final class Batches {
  private final Jdbi jdbi;

  /** The batches of the database. */
  public Batches(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** What a transfer does one after another. */
  public enum Phase {
    /** Files and directories are made. */
    COPY(0),
    /** Files are deleted. */
    DELETE(1),
    /** Directories are removed, the deepest first. */
    REMOVE(2);

    private final int number;

    Phase(int number) {
      this.number = number;
    }

    /** What stands for it in the table. */
    int number() {
      return number;
    }
  }

  /**
   * A batch to be.
   *
   * @param number unique in the transfer
   * @param node the only node that can do it
   * @param held wait until the phase begins
   */
  public record NewBatch(
      UUID transfer,
      long number,
      Phase phase,
      Optional<String> node,
      boolean held,
      Batch content) {}

  /** A batch that a worker has. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Claimed(
      UUID transferId, long number, int phase, long attempt, byte[] content, boolean again) {}

  /** Stores a batch in the transaction of the handle. */
  public void insert(Handle handle, NewBatch batch) {
    handle
        .createUpdate(
            """
            INSERT INTO transfer_batch (transfer_id, number, phase, node_id, state, content, entries)
            VALUES (:transfer, :number, :phase, :node, :state, :content, :entries)
            """)
        .bind("transfer", batch.transfer())
        .bind("number", batch.number())
        .bind("phase", batch.phase().number())
        .bind("node", batch.node())
        .bind("state", batch.held() ? "HELD" : "WAITING")
        .bind("content", BatchCodec.write(batch.content()))
        .bind("entries", batch.content().entries().size())
        .execute();
  }

  /** Stores lines of the report that need no work, in the transaction of the handle. */
  public void insertReport(Handle handle, UUID transfer, long number, Report report) {
    handle
        .createUpdate(
            """
            INSERT INTO transfer_batch
              (transfer_id, number, phase, state, entries, report, sent, skipped_errors, failed)
            VALUES (:transfer, :number, 0, 'DONE', 0, :report, :sent, :skippedErrors, :failed)
            """)
        .bind("transfer", transfer)
        .bind("number", number)
        .bind("report", ReportCodec.write(report.lines()))
        .bind("sent", report.sent())
        .bind("skippedErrors", report.skippedErrors())
        .bind("failed", report.failed())
        .execute();
  }

  /**
   * The next batch that this worker can do, now its own for the length of a lease. Batches of
   * transfers in {@code busy} are left alone.
   */
  public Optional<Claimed> claim(String worker, String node, Set<UUID> busy, Duration lease) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE transfer_batch SET state = 'ACTIVE', worker = :worker,
                  attempt = attempt + 1, lease_until = now() + :lease * interval '1 millisecond',
                  live_files = 0, live_bytes = 0
                WHERE (transfer_id, number) = (
                  SELECT b.transfer_id, b.number
                  FROM transfer_batch b JOIN transfer t ON t.id = b.transfer_id
                  WHERE t.state = 'ACTIVE' AND t.stopping IS NULL
                    AND b.transfer_id <> ALL (:busy)
                    AND (b.state = 'WAITING' AND b.due_at <= now()
                      OR b.state = 'ACTIVE' AND b.lease_until < now())
                    AND (b.node_id IS NULL OR b.node_id = :node)
                  ORDER BY b.phase, b.due_at, CASE b.phase WHEN 2 THEN -b.number ELSE b.number END
                  LIMIT 1 FOR UPDATE OF b SKIP LOCKED)
                RETURNING transfer_id, number, phase, attempt, content, attempt > 1 AS again
                """)
            .bind("worker", worker)
            .bind("node", node)
            .bindArray("busy", UUID.class, busy.toArray())
            .bind("lease", lease.toMillis())
            .mapTo(Claimed.class)
            .findOne());
  }

  /** What a worker's attempt has done so far. */
  public record Live(UUID transferId, long number, long files, long bytes) {}

  /**
   * Renews the leases of a worker and notes how far it is.
   *
   * @return the batches that the worker still has and is to go on with
   */
  public Set<Place> renew(String worker, List<Live> live, Duration lease) {
    return jdbi.inTransaction(handle -> {
      if (!live.isEmpty()) {
        note(handle, worker, live, lease);
      }
      return Set.copyOf(
          handle
              .createQuery(
                  """
                  SELECT b.transfer_id, b.number, b.attempt
                  FROM transfer_batch b JOIN transfer t ON t.id = b.transfer_id
                  WHERE b.worker = :worker AND b.state = 'ACTIVE'
                    AND t.state = 'ACTIVE' AND t.stopping IS NULL
                  """)
              .bind("worker", worker)
              .mapTo(Place.class)
              .list());
    });
  }

  /** One attempt at one batch. */
  public record Place(UUID transferId, long number, long attempt) {}

  private static void note(Handle handle, String worker, List<Live> live, Duration lease) {
    var batch =
        handle.prepareBatch(
            """
            UPDATE transfer_batch SET lease_until = now() + :lease * interval '1 millisecond',
              live_files = :files, live_bytes = :bytes
            WHERE transfer_id = :transferId AND number = :number AND worker = :worker
              AND state = 'ACTIVE'
            """);
    for (Live each : live) {
      batch
          .bind("lease", lease.toMillis())
          .bind("files", each.files())
          .bind("bytes", each.bytes())
          .bind("transferId", each.transferId())
          .bind("number", each.number())
          .bind("worker", worker)
          .add();
    }
    batch.execute();
  }

  /**
   * Ends an attempt, in the transaction of the handle: adds to the report, and keeps what is left
   * for a later attempt.
   *
   * @param left nothing: the batch is done
   * @param pause before the next attempt
   * @return whether the attempt still had the batch; if not, nothing was written
   */
  public boolean end(
      Handle handle, Claimed claimed, Optional<Batch> left, Duration pause, Report report) {
    int retrying = left.map(Batches::retrying).orElse(0);
    return handle
            .createUpdate(
                """
                UPDATE transfer_batch SET
                  state = CASE WHEN :entries = 0 THEN 'DONE' ELSE 'WAITING' END,
                  content = :content, entries = :entries, retrying = :retrying,
                  report = report || :report, sent = sent + :sent,
                  skipped_errors = skipped_errors + :skippedErrors, failed = failed + :failed,
                  due_at = now() + :pause * interval '1 millisecond', lease_until = NULL,
                  live_files = 0, live_bytes = 0
                WHERE transfer_id = :transfer AND number = :number AND attempt = :attempt
                  AND state = 'ACTIVE'
                """)
            .bind("entries", left.map(batch -> batch.entries().size()).orElse(0))
            .bind("content", left.map(BatchCodec::write))
            .bind("retrying", retrying)
            .bind("report", ReportCodec.write(report.lines()))
            .bind("sent", report.sent())
            .bind("skippedErrors", report.skippedErrors())
            .bind("failed", report.failed())
            .bind("pause", pause.toMillis())
            .bind("transfer", claimed.transferId())
            .bind("number", claimed.number())
            .bind("attempt", claimed.attempt())
            .execute()
        == 1;
  }

  private static int retrying(Batch batch) {
    return (int) batch.entries().stream().filter(entry -> entry.attempts() > 0).count();
  }

  /** Gives back unchanged what an attempt had: nothing counts as tried. */
  public void giveBack(Claimed claimed, Duration pause) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE transfer_batch SET state = 'WAITING', lease_until = NULL,
                  due_at = now() + :pause * interval '1 millisecond', live_files = 0, live_bytes = 0
                WHERE transfer_id = :transfer AND number = :number AND attempt = :attempt
                  AND state = 'ACTIVE'
                """)
            .bind("pause", pause.toMillis())
            .bind("transfer", claimed.transferId())
            .bind("number", claimed.number())
            .bind("attempt", claimed.attempt())
            .execute());
  }

  /** What earlier processes of a node were working on can be taken up at once. */
  public void reclaim(String node) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE transfer_batch SET lease_until = now() - interval '1 second'
                WHERE state = 'ACTIVE' AND left(worker, length(:prefix)) = :prefix
                """)
            .bind("prefix", node + "#")
            .execute());
  }

  /**
   * How much of a transfer is not done.
   *
   * @param waiting batches of the present phases that nobody has tried yet
   * @param open batches of the present phases that are not done
   * @param working batches that a living worker has
   */
  public record Backlog(long waiting, long open, long working) {}

  /** How much of a transfer is not done. */
  public Backlog backlog(UUID transfer) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT count(*) FILTER (WHERE state = 'WAITING' AND attempt = 0) AS waiting,
                  count(*) FILTER (WHERE state IN ('WAITING', 'ACTIVE')) AS open,
                  count(*) FILTER (WHERE state = 'ACTIVE' AND lease_until >= now()) AS working
                FROM transfer_batch WHERE transfer_id = :transfer AND state <> 'DONE'
                """)
            .bind("transfer", transfer)
            .mapTo(Backlog.class)
            .one());
  }

  /** Lets the batches of a phase be worked on; whether there were any. */
  public boolean begin(UUID transfer, Phase phase) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    """
                    UPDATE transfer_batch SET state = 'WAITING', due_at = now()
                    WHERE transfer_id = :transfer AND phase = :phase AND state = 'HELD'
                    """)
                .bind("transfer", transfer)
                .bind("phase", phase.number())
                .execute()
            > 0);
  }

  /** Forgets batches that wait for their phase; how many entries they had. */
  public long dropHeld(Handle handle, UUID transfer) {
    return handle
        .createQuery(
            """
            WITH dropped AS (
              DELETE FROM transfer_batch WHERE transfer_id = :transfer AND state = 'HELD'
              RETURNING entries)
            SELECT coalesce(sum(entries), 0) FROM dropped
            """)
        .bind("transfer", transfer)
        .mapTo(Long.class)
        .one();
  }

  /** A batch's part of the report. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Piece(long number, byte[] report) {}

  /** Parts of the report behind a batch, in order. */
  public List<Piece> report(UUID transfer, long after, Kind kind, int limit) {
    String wanted =
        switch (kind) {
          case ALL -> "length(report) > 0";
          case SENT -> "sent > 0";
          case SKIPPED_ERRORS -> "skipped_errors > 0";
          case FAILED -> "failed > 0";
        };
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT number, report FROM transfer_batch"
                    + " WHERE transfer_id = :transfer AND number > :after AND "
                    + wanted
                    + " ORDER BY number LIMIT :limit")
            .bind("transfer", transfer)
            .bind("after", after)
            .bind("limit", limit)
            .mapTo(Piece.class)
            .list());
  }

  /** Which lines of reports are looked for. */
  public enum Kind {
    ALL,
    SENT,
    SKIPPED_ERRORS,
    FAILED
  }

  /** Ends what was not done and is not to be done any more; how many entries that was. */
  public long dropOpen(Handle handle, UUID transfer) {
    return handle
        .createQuery(
            """
            WITH dropped AS (
              UPDATE transfer_batch b SET state = 'DONE', content = NULL, entries = 0,
                retrying = 0, lease_until = NULL, live_files = 0, live_bytes = 0
              FROM (SELECT transfer_id, number, entries FROM transfer_batch
                WHERE transfer_id = :transfer AND state <> 'DONE' FOR UPDATE) old
              WHERE b.transfer_id = old.transfer_id AND b.number = old.number
              RETURNING old.entries)
            SELECT coalesce(sum(entries), 0) FROM dropped
            """)
        .bind("transfer", transfer)
        .mapTo(Long.class)
        .one();
  }
}
