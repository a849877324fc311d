package io.windlass.transfer;

import io.windlass.connection.secrets.SealedField;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.Transfer.Request;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

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
}
