package io.windlass.transfer;

import io.windlass.foundation.Problem;
import io.windlass.transfer.TransferSettings.Limits;
import io.windlass.transfer.batch.Tally;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How transfers stand, for those who work on them. Thread-safe. */
final class Standings {
  private final Jdbi jdbi;

  Standings(Jdbi jdbi) {
    this.jdbi = jdbi;
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
  boolean begin(Handle handle, Standing queued, Limits limits) {
    int most =
        queued.kind().equals(TransferRows.TRANSFER) ? limits.transfers() : limits.deletions();
    TransferRows.lock(handle, queued.requester());
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
