package io.windlass.transfer;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What happens in transfers, as people are told. Of each transfer the newest are kept. */
final class Events {
  static final int KEPT = 10_000;

  private final Jdbi jdbi;

  Events(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * An event to be.
   *
   * @param once of such events a transfer has one; the second is forgotten
   */
  record NewEvent(
      String code,
      boolean error,
      String description,
      Optional<String> details,
      Optional<String> once) {
    static NewEvent info(String code, String description) {
      return new NewEvent(code, false, description, Optional.empty(), Optional.empty());
    }

    static NewEvent error(String code, String description, Optional<String> details) {
      return new NewEvent(code, true, description, details, Optional.empty());
    }

    /** Said once in the life of a transfer. */
    static NewEvent once(String code, String description) {
      return new NewEvent(code, false, description, Optional.empty(), Optional.of(code));
    }
  }

  void add(UUID transfer, NewEvent event) {
    jdbi.useTransaction(handle -> add(handle, transfer, event));
  }

  void add(Handle handle, UUID transfer, NewEvent event) {
    handle
        .createUpdate(
            """
            WITH counted AS (
              UPDATE transfer SET event_count = event_count + 1
              WHERE id = :transfer AND (:once::text IS NULL OR NOT EXISTS (
                SELECT 1 FROM transfer_event WHERE transfer_id = :transfer AND once = :once))
              RETURNING event_count
            ), forgotten AS (
              DELETE FROM transfer_event USING counted
              WHERE transfer_id = :transfer AND number <= counted.event_count - :kept
                AND once IS NULL
            )
            INSERT INTO transfer_event (transfer_id, number, code, error, description, details, once)
            SELECT :transfer, event_count, :code, :error, :description, :details, :once FROM counted
            ON CONFLICT DO NOTHING
            """)
        .bind("transfer", transfer)
        .bind("kept", KEPT)
        .bind("code", event.code())
        .bind("error", event.error())
        .bind("description", event.description())
        .bind("details", event.details())
        .bind("once", event.once())
        .execute();
  }

  /** Says how far a transfer is, unless that was said lately. */
  void progress(UUID transfer, Duration every) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                WITH counted AS (
                  UPDATE transfer t SET event_count = event_count + 1
                  WHERE id = :transfer AND started_at < now() - :every * interval '1 second'
                    AND NOT EXISTS (
                      SELECT 1 FROM transfer_event e WHERE e.transfer_id = t.id
                        AND e.code = 'PROGRESS'
                        AND e.at > now() - :every * interval '1 second')
                  RETURNING event_count, files_transferred, files, bytes_transferred
                )
                INSERT INTO transfer_event (transfer_id, number, code, error, description)
                SELECT :transfer, event_count, 'PROGRESS', false, files_transferred || ' of '
                  || files || ' files found so far are sent, ' || bytes_transferred || ' bytes.'
                FROM counted
                """)
            .bind("transfer", transfer)
            .bind("every", every.toSeconds())
            .execute());
  }

  List<TransferEvent> list(UUID transfer, Optional<Long> before, int limit, boolean errorsOnly) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT number, at, code, error, description, details FROM transfer_event
                WHERE transfer_id = :transfer AND number < :before AND (error OR NOT :errorsOnly)
                ORDER BY number DESC LIMIT :limit
                """)
            .bind("transfer", transfer)
            .bind("before", before.orElse(Long.MAX_VALUE))
            .bind("errorsOnly", errorsOnly)
            .bind("limit", limit)
            .map((row, _) ->
                new TransferEvent(
                    row.getLong("number"),
                    Optional.ofNullable(row.getTimestamp("at"))
                        .map(Timestamp::toInstant)
                        .orElseThrow(),
                    row.getString("code"),
                    row.getBoolean("error"),
                    row.getString("description"),
                    Optional.ofNullable(row.getString("details"))))
            .list());
  }
}
