package io.windlass.transfer;

import io.windlass.connection.secrets.SealedField;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.Transfer.Request;
import io.windlass.transfer.TransferSettings.Limits;
import io.windlass.transfer.batch.Tally;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The table of transfers. Thread-safe. */
final class TransferRows {
  static final String TRANSFER = "TRANSFER";
  static final String DELETION = "DELETION";

  private static final String SELECT =
      """
      SELECT t.*, coalesce(b.retrying, 0) AS retrying, coalesce(b.live_files, 0) AS live_files,
        coalesce(b.live_bytes, 0) AS live_bytes
      FROM transfer t LEFT JOIN LATERAL (
        SELECT sum(retrying)::bigint AS retrying, sum(live_files)::bigint AS live_files,
          sum(live_bytes)::bigint AS live_bytes
        FROM transfer_batch WHERE transfer_id = t.id AND state <> 'DONE') b ON true
      """;

  private final Jdbi jdbi;
  private final SecretBox box;

  TransferRows(Jdbi jdbi, SecretBox box) {
    this.jdbi = jdbi;
    this.box = box;
  }

  Jdbi jdbi() {
    return jdbi;
  }

  /**
   * A transfer to be stored.
   *
   * @param pathsHash equal for transfers of the same paths
   * @param requestHash equal for equal requests
   */
  record NewRow(
      UUID id,
      Request request,
      UUID submissionId,
      Optional<UUID> source,
      UUID destination,
      String requestHash,
      String pathsHash,
      Optional<String> label,
      Instant deadline,
      boolean ownDeadline) {
    String kind() {
      return request instanceof Request.Copying ? TRANSFER : DELETION;
    }
  }

  /** Lets no other submission or start of this user's happen before the end of the transaction. */
  static void lock(Handle handle, long requester) {
    handle
        .createUpdate(
            "INSERT INTO transfer_requester (requester) VALUES (:requester) ON CONFLICT DO NOTHING")
        .bind("requester", requester)
        .execute();
    handle
        .createQuery("SELECT 1 FROM transfer_requester WHERE requester = :requester FOR UPDATE")
        .bind("requester", requester)
        .mapTo(Integer.class)
        .one();
  }

  void insert(Handle handle, NewRow row) {
    Request shown = WebAddresses.shown(row.request());
    Optional<byte[]> sealed =
        shown.equals(row.request())
            ? Optional.empty()
            : Optional.of(box.seal(RequestCodec.write(row.request()), place(row.id())));
    handle
        .createUpdate(
            """
            INSERT INTO transfer (id, kind, requester, submission_id, source, destination, request,
              sealed_request, request_hash, paths_hash, label, deadline, own_deadline)
            VALUES (:id, :kind, :requester, :submission, :source, :destination, :request,
              :sealed, :requestHash, :pathsHash, :label, :deadline, :ownDeadline)
            """)
        .bind("id", row.id())
        .bind("kind", row.kind())
        .bind("requester", row.request().requester())
        .bind("submission", row.submissionId())
        .bind("source", row.source())
        .bind("destination", row.destination())
        .bind("request", RequestCodec.write(shown))
        .bind("sealed", sealed)
        .bind("requestHash", row.requestHash())
        .bind("pathsHash", row.pathsHash())
        .bind("label", row.label())
        .bind("deadline", row.deadline())
        .bind("ownDeadline", row.ownDeadline())
        .execute();
  }

  private static SealedField place(UUID id) {
    return new SealedField("transfer", "sealed_request", id.toString());
  }

  /** The request with its addresses as they were given, for who needs to reach them alone. */
  Optional<Request> whole(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT request, sealed_request FROM transfer WHERE id = :id")
            .bind("id", id)
            .map((row, _) -> {
              byte[] sealed = row.getBytes("sealed_request");
              return RequestCodec.read(
                  sealed == null ? row.getBytes("request") : box.openBytes(sealed, place(id)));
            })
            .findOne());
  }

  /** What was submitted under an id before. */
  record Before(UUID id, String requestHash) {}

  Optional<Before> submittedBefore(Handle handle, long requester, UUID submissionId) {
    return handle
        .createQuery(
            """
            SELECT id, request_hash FROM transfer
            WHERE requester = :requester AND submission_id = :submission
            """)
        .bind("requester", requester)
        .bind("submission", submissionId)
        .mapTo(Before.class)
        .findOne();
  }

  Optional<UUID> openWithPaths(Handle handle, long requester, String pathsHash) {
    return handle
        .createQuery(
            """
            SELECT id FROM transfer WHERE requester = :requester AND paths_hash = :hash
              AND state IN ('QUEUED', 'ACTIVE', 'INACTIVE') ORDER BY ordinal LIMIT 1
            """)
        .bind("requester", requester)
        .bind("hash", pathsHash)
        .mapTo(UUID.class)
        .findOne();
  }

  long open(Handle handle, long requester) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM transfer
            WHERE requester = :requester AND state IN ('QUEUED', 'ACTIVE', 'INACTIVE')
            """)
        .bind("requester", requester)
        .mapTo(Long.class)
        .one();
  }

  Optional<Transfer> find(UUID id) {
    return jdbi.withHandle(handle -> find(handle, id));
  }

  Optional<Transfer> find(Handle handle, UUID id) {
    return handle
        .createQuery(SELECT + " WHERE t.id = :id")
        .bind("id", id)
        .map((row, _) -> TransferReader.transfer(row))
        .findOne();
  }

  Page.Of<Transfer> list(TransferFilter filter, Page page) {
    List<String> conditions = new ArrayList<>(List.of("NOT t.hidden"));
    filter.requester().ifPresent(_ -> conditions.add("t.requester = :requester"));
    if (!filter.states().isEmpty()) {
      conditions.add("t.state = ANY (:states)");
    }
    if (!filter.collections().isEmpty()) {
      conditions.add("(t.source = ANY (:collections) OR t.destination = ANY (:collections))");
    }
    page.cursor().ifPresent(_ -> conditions.add("t.ordinal < :before"));
    String sql =
        SELECT
            + " WHERE "
            + String.join(" AND ", conditions)
            + " ORDER BY t.ordinal DESC LIMIT :limit";
    record Row(long ordinal, Transfer transfer) {}
    List<Row> rows =
        jdbi.withHandle(handle -> {
          Query query = handle.createQuery(sql).bind("limit", page.limit() + 1);
          filter.requester().ifPresent(user -> query.bind("requester", user));
          if (!filter.states().isEmpty()) {
            query.bindArray(
                "states", String.class, filter.states().stream().map(Enum::name).toList());
          }
          if (!filter.collections().isEmpty()) {
            query.bindArray("collections", UUID.class, filter.collections().toArray());
          }
          page.cursor().ifPresent(cursor -> query.bind("before", ordinal(cursor)));
          return query
              .map((row, _) ->
                  new Row(
                      row.getLong("ordinal"), TransferReader.light(TransferReader.transfer(row))))
              .list();
        });
    boolean more = rows.size() > page.limit();
    List<Row> shown = more ? rows.subList(0, page.limit()) : rows;
    return new Page.Of<>(
        shown.stream().map(Row::transfer).toList(),
        more ? Optional.of(Long.toString(shown.getLast().ordinal())) : Optional.empty());
  }

  private static long ordinal(String cursor) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException _) {
      throw Problem.of(Kind.INVALID, "invalid_cursor", "The cursor is not one of ours.")
          .toException();
    }
  }

  boolean update(UUID id, Optional<String> label, Optional<Instant> deadline) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    """
                    UPDATE transfer SET label = coalesce(:label, label),
                      deadline = coalesce(:deadline, deadline),
                      own_deadline = own_deadline OR :deadline::timestamptz IS NOT NULL
                    WHERE id = :id AND ended_at IS NULL
                    """)
                .bind("label", label)
                .bind("deadline", deadline.map(Timestamp::from))
                .bind("id", id)
                .execute()
            == 1);
  }

  boolean hide(UUID id) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    "UPDATE transfer SET hidden = true WHERE id = :id AND ended_at IS NOT NULL")
                .bind("id", id)
                .execute()
            == 1);
  }

  /** How a transfer stands, for those who work on it. */
  record Standing(
      UUID id,
      long requester,
      String kind,
      TransferState state,
      Optional<TransferState> stopping,
      boolean walked,
      boolean late,
      int plannerFaults,
      long files,
      long failed) {}

  Optional<Standing> standing(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id, requester, kind, state, stopping, walked, deadline < now() AS late,
                  planner_faults, files, failed
                FROM transfer WHERE id = :id
                """)
            .bind("id", id)
            .mapTo(Standing.class)
            .findOne());
  }

  /** From QUEUED to ACTIVE, when it is this one's turn among those of its user. */
  boolean begin(Standing queued, Limits limits) {
    int most = queued.kind().equals(TRANSFER) ? limits.transfers() : limits.deletions();
    return jdbi.inTransaction(handle -> {
      lock(handle, queued.requester());
      return handle
              .createUpdate(
                  """
                  UPDATE transfer t SET state = 'ACTIVE', started_at = coalesce(started_at, now())
                  WHERE id = :id AND state = 'QUEUED' AND :most > (
                    SELECT count(*) FROM transfer o WHERE o.requester = t.requester
                      AND o.kind = t.kind AND o.id <> t.id
                      AND (o.state = 'ACTIVE' OR o.state = 'QUEUED' AND o.ordinal < t.ordinal))
                  """)
              .bind("id", queued.id())
              .bind("most", most)
              .execute()
          == 1;
    });
  }

  /** Keeps the deadline of one that waits its turn ahead, unless it is the user's own. */
  void keepAhead(UUID id, Limits limits) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE transfer SET deadline = now() + :deadline * interval '1 second'
                WHERE id = :id AND NOT own_deadline AND kind = 'TRANSFER'
                  AND deadline < now() + (:deadline - 60) * interval '1 second'
                """)
            .bind("deadline", limits.deadline().toSeconds())
            .bind("id", id)
            .execute());
  }

  /** Waits for credentials from now on; whether it did not yet. */
  boolean deactivate(UUID id, Problem problem, Limits limits) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    """
                    UPDATE transfer SET state = 'INACTIVE', status_at = now(), status_kind = :kind,
                      status_code = :code, status_message = :message, status_remedy = :remedy,
                      deadline = CASE WHEN own_deadline THEN deadline
                        ELSE now() + :patience * interval '1 second' END
                    WHERE id = :id AND state = 'ACTIVE'
                    """)
                .bind("id", id)
                .bindMap(columns(problem))
                .bind("patience", limits.inactivity().toSeconds())
                .execute()
            == 1);
  }

  /** Goes on after credentials were replaced. */
  boolean reactivate(UUID id, Limits limits) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    """
                    UPDATE transfer SET state = 'ACTIVE', status_code = NULL,
                      deadline = CASE WHEN own_deadline THEN deadline
                        ELSE now() + :deadline * interval '1 second' END
                    WHERE id = :id AND state = 'INACTIVE'
                    """)
                .bind("id", id)
                .bind("deadline", limits.deadline().toSeconds())
                .execute()
            == 1);
  }

  /** Shows what went wrong last. */
  void status(UUID id, Problem problem, long faults) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE transfer SET status_at = now(), status_kind = :kind, status_code = :code,
                  status_message = :message, status_remedy = :remedy, faults = faults + :faults
                WHERE id = :id
                """)
            .bind("id", id)
            .bindMap(columns(problem))
            .bind("faults", faults)
            .execute());
  }

  /** What the planner has found since it said so last. */
  record Planned(
      long files,
      long directories,
      long symlinks,
      long bytes,
      long skipped,
      long subtasks,
      Tally tally) {}

  void planned(Handle handle, UUID id, Planned found) {
    handle
        .createUpdate(
            """
            UPDATE transfer SET files = files + :files, directories = directories + :directories,
              symlinks = symlinks + :symlinks, bytes = bytes + :bytes,
              subtasks = subtasks + :subtasks, planner_faults = 0
            WHERE id = :id
            """)
        .bind("files", found.files())
        .bind("directories", found.directories())
        .bind("symlinks", found.symlinks())
        .bind("bytes", found.bytes())
        .bind("subtasks", found.subtasks())
        .bind("id", id)
        .execute();
    done(handle, id, found.tally(), Optional.empty());
  }

  void walked(Handle handle, UUID id) {
    handle
        .createUpdate("UPDATE transfer SET walked = true WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  int plannerFault(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE transfer SET planner_faults = planner_faults + 1, faults = faults + 1
                WHERE id = :id RETURNING planner_faults
                """)
            .bind("id", id)
            .mapTo(Integer.class)
            .findOne()
            .orElse(1));
  }

  /** Adds what was done; an advance pushes the deadline. */
  void done(Handle handle, UUID id, Tally tally, Optional<Duration> extension) {
    handle
        .createUpdate(
            """
            UPDATE transfer SET files_transferred = files_transferred + :transferred,
              files_skipped = files_skipped + :skipped, files_deleted = files_deleted + :deleted,
              bytes_transferred = bytes_transferred + :bytes,
              bytes_checksummed = bytes_checksummed + :checksummed,
              succeeded = succeeded + :succeeded, failed = failed + :failed,
              skipped_errors = skipped_errors + :skippedErrors, faults = faults + :faults,
              deadline = CASE WHEN own_deadline OR kind <> 'TRANSFER' THEN deadline
                ELSE greatest(deadline, now() + :extension * interval '1 second') END
            WHERE id = :id
            """)
        .bind("transferred", tally.transferred())
        .bind("skipped", tally.skipped())
        .bind("deleted", tally.deleted())
        .bind("bytes", tally.bytes())
        .bind("checksummed", tally.checksummed())
        .bind("succeeded", tally.succeeded())
        .bind("failed", tally.failed())
        .bind("skippedErrors", tally.skippedErrors())
        .bind("faults", tally.faults())
        .bind("extension", extension.map(Duration::toSeconds).orElse(0L))
        .bind("id", id)
        .execute();
  }

  /** Those that are to end, or are late, and have not ended for a while. */
  List<UUID> overdue() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id FROM transfer WHERE state IN ('QUEUED', 'ACTIVE', 'INACTIVE')
                  AND (stopping IS NOT NULL OR deadline < now() - interval '1 minute')
                ORDER BY ordinal LIMIT 100
                """)
            .mapTo(UUID.class)
            .list());
  }

  /**
   * Forgets reports, events and sealed addresses of what ended long ago; the transfers stay, for
   * their ids.
   */
  void forgetDetails(Duration retention) {
    jdbi.useTransaction(handle -> {
      handle
          .createUpdate(
              """
              UPDATE transfer SET sealed_request = NULL
              WHERE sealed_request IS NOT NULL
                AND ended_at < now() - :retention * interval '1 second'
              """)
          .bind("retention", retention.toSeconds())
          .execute();
      for (String table : List.of("transfer_batch", "transfer_event")) {
        handle
            .createUpdate(
                "DELETE FROM "
                    + table
                    + " d USING transfer t WHERE t.id = d.transfer_id"
                    + " AND t.ended_at < now() - :retention * interval '1 second'")
            .bind("retention", retention.toSeconds())
            .execute();
      }
    });
  }

  /** Asks for an end; the first wish counts. */
  void stop(UUID id, TransferState end) {
    jdbi.useHandle(handle -> stop(handle, id, end));
  }

  /** Asks for an end; whether it was the first wish. */
  boolean stop(Handle handle, UUID id, TransferState end) {
    return handle
            .createUpdate(
                """
                UPDATE transfer SET stopping = :end
                WHERE id = :id AND stopping IS NULL AND ended_at IS NULL
                """)
            .bind("end", end)
            .bind("id", id)
            .execute()
        == 1;
  }

  /** The end; whether it had not ended before. */
  boolean end(Handle handle, UUID id, TransferState state, Optional<Problem> problem, long undone) {
    return handle
            .createUpdate(
                """
                UPDATE transfer SET state = :state, ended_at = now(), problem_kind = :kind,
                  problem_code = :code, problem_message = :message, problem_remedy = :remedy,
                  status_code = NULL,
                  cancelled = cancelled + CASE :state WHEN 'CANCELLED' THEN :undone ELSE 0 END,
                  expired = expired + CASE :state WHEN 'EXPIRED' THEN :undone ELSE 0 END,
                  failed = failed + CASE :state WHEN 'FAILED' THEN :undone ELSE 0 END
                WHERE id = :id AND ended_at IS NULL
                """)
            .bind("state", state)
            .bindMap(columns(problem))
            .bind("undone", undone)
            .bind("id", id)
            .execute()
        == 1;
  }

  /** Forgets entries that were planned and are not to be done. */
  void unplan(Handle handle, UUID id, long entries) {
    handle
        .createUpdate("UPDATE transfer SET subtasks = subtasks - :entries WHERE id = :id")
        .bind("entries", entries)
        .bind("id", id)
        .execute();
  }

  /** Why it will have failed at its end. */
  void problem(Handle handle, UUID id, Problem problem) {
    handle
        .createUpdate(
            """
            UPDATE transfer SET problem_kind = :kind, problem_code = :code,
              problem_message = :message, problem_remedy = :remedy
            WHERE id = :id
            """)
        .bindMap(columns(problem))
        .bind("id", id)
        .execute();
  }

  /** As {@link #problem(Handle, UUID, Problem)} said. */
  Optional<Problem> presetProblem(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT * FROM transfer WHERE id = :id AND ended_at IS NULL")
            .bind("id", id)
            .map((row, _) -> TransferReader.problem(row, "problem"))
            .findOne()
            .flatMap(found -> found));
  }

  private static Map<String, @Nullable Object> columns(Problem problem) {
    return columns(Optional.of(problem));
  }

  private static Map<String, @Nullable Object> columns(Optional<Problem> problem) {
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("kind", problem.map(Problem::kind).map(Enum::name).orElse(null));
    columns.put("code", problem.map(Problem::code).orElse(null));
    columns.put("message", problem.map(Problem::message).orElse(null));
    columns.put("remedy", problem.flatMap(Problem::remedy).orElse(null));
    return columns;
  }
}
