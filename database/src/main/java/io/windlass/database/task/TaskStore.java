package io.windlass.database.task;

import io.windlass.database.task.TaskEvent.Level;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The tables of tasks. What an attempt writes is fenced: it counts only while the task is active
 * with that attempt's number.
 */
final class TaskStore {
  private static final RowMapper<Task> TASK = TaskStore::task;

  private final Jdbi jdbi;

  TaskStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  Task submit(NewTask task, Optional<String> idempotencyKey) {
    return jdbi.inTransaction(handle -> submit(handle, task, idempotencyKey));
  }

  Task submit(Handle handle, NewTask task, Optional<String> idempotencyKey) {
    Optional<Task> created =
        handle
            .createQuery(
                """
                INSERT INTO task (id, kind, subject, input, created_by, idempotency_key)
                VALUES (:id, :kind, :subject, :input::json, :createdBy, :key)
                ON CONFLICT (created_by, idempotency_key)
                  WHERE idempotency_key IS NOT NULL DO NOTHING
                RETURNING *
                """)
            .bind("id", Ids.create("task_"))
            .bindMethods(task)
            .bind("key", idempotencyKey)
            .map(TASK)
            .findOne();
    if (created.isPresent()) {
      schedule(handle, created.get(), task.schedulerName());
      return created.get();
    }
    return submittedBefore(handle, task, idempotencyKey.orElseThrow());
  }

  /** Together with the task, or not at all: no task is ever forgotten. */
  private static void schedule(Handle handle, Task task, String schedulerName) {
    handle
        .createUpdate(
            """
            INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            VALUES (:name, :id, :now, false, 1)
            """)
        .bind("name", schedulerName)
        .bind("id", task.id())
        .bind("now", Instant.now()) // the clock that db-scheduler compares with
        .execute();
  }

  private static Task submittedBefore(Handle handle, NewTask task, String idempotencyKey) {
    Task before =
        handle
            .createQuery(
                "SELECT * FROM task WHERE created_by = :createdBy AND idempotency_key = :key")
            .bind("createdBy", task.createdBy())
            .bind("key", idempotencyKey)
            .map(TASK)
            .one();
    if (before.kind().equals(task.kind())
        && before.subject().equals(task.subject())
        && before.input().equals(task.input())) {
      return before;
    }
    throw Problem.of(
            Kind.CONFLICT,
            "idempotency_key_reused",
            "This Idempotency-Key was used for another request.")
        .withRemedy("Take a new key for each request, and the same one only to repeat it.")
        .toException();
  }

  /** Brings forward what waits for its time; what runs goes on without a pause. */
  void hurry(String kind, String subject) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                WITH hurried AS (
                  UPDATE task SET hurried = true
                  WHERE kind = :kind AND subject = :subject AND state IN ('PENDING', 'ACTIVE')
                  RETURNING id)
                UPDATE scheduled_tasks SET execution_time = :now, version = version + 1
                WHERE NOT picked AND execution_time > :now
                  AND task_instance IN (SELECT id FROM hurried)
                """)
            .bind("now", Instant.now()) // the clock that db-scheduler compares with
            .bind("kind", kind)
            .bind("subject", subject)
            .execute());
  }

  /** What a process of this node that has ended was working on can be taken up at once. */
  void reclaim(String node) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE scheduled_tasks
                SET picked = false, picked_by = NULL, last_heartbeat = NULL, version = version + 1
                WHERE picked AND right(task_name, length(:suffix)) = :suffix
                """)
            .bind("suffix", NewTask.schedulerName("", node))
            .execute());
  }

  Optional<Task> find(String id) {
    return jdbi.withHandle(handle ->
        handle.createQuery("SELECT * FROM task WHERE id = :id").bind("id", id).map(TASK).findOne());
  }

  /** Newest first. */
  Page.Of<Task> list(TaskFilter filter, Page page) {
    List<String> conditions = new ArrayList<>(List.of("true"));
    filter.kind().ifPresent(_ -> conditions.add("kind = :kind"));
    filter.subject().ifPresent(_ -> conditions.add("subject = :subject"));
    filter.createdBy().ifPresent(_ -> conditions.add("created_by = :createdBy"));
    if (!filter.states().isEmpty()) {
      conditions.add("state = ANY (:states)");
    }
    page.cursor().ifPresent(_ -> conditions.add("ordinal < :before"));
    String sql =
        "SELECT * FROM task WHERE "
            + String.join(" AND ", conditions)
            + " ORDER BY ordinal DESC LIMIT :limit";
    record Row(long ordinal, Task task) {}
    List<Row> rows =
        jdbi.withHandle(handle -> {
          Query query = handle.createQuery(sql).bind("limit", page.limit() + 1);
          filter.kind().ifPresent(kind -> query.bind("kind", kind));
          filter.subject().ifPresent(subject -> query.bind("subject", subject));
          filter.createdBy().ifPresent(user -> query.bind("createdBy", user));
          if (!filter.states().isEmpty()) {
            query.bindArray(
                "states", String.class, filter.states().stream().map(Enum::name).toList());
          }
          page.cursor().ifPresent(cursor -> query.bind("before", ordinal(cursor)));
          return query
              .map((row, context) -> new Row(row.getLong("ordinal"), task(row, context)))
              .list();
        });
    boolean more = rows.size() > page.limit();
    List<Row> shown = more ? rows.subList(0, page.limit()) : rows;
    return new Page.Of<>(
        shown.stream().map(Row::task).toList(),
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

  /** A pending task ends at once; an active one when its attempt sees the request. */
  Optional<Task> cancel(String id) {
    return jdbi.inTransaction(handle -> {
      int changed =
          handle
              .createUpdate(
                  """
                  UPDATE task SET cancel_requested = true,
                    state = CASE state WHEN 'PENDING' THEN 'CANCELLED' ELSE state END,
                    ended_at = CASE state WHEN 'PENDING' THEN now() END
                  WHERE id = :id AND state IN ('PENDING', 'ACTIVE') AND NOT cancel_requested
                  """)
              .bind("id", id)
              .execute();
      if (changed == 1) {
        append(handle, id, Level.INFO, "Somebody asked to cancel it.");
      }
      return handle
          .createQuery("SELECT * FROM task WHERE id = :id")
          .bind("id", id)
          .map(TASK)
          .findOne();
    });
  }

  /** The next attempt; empty when the task has ended. */
  Optional<Task> begin(String id, String node) {
    return jdbi.inTransaction(handle -> {
      Optional<Task> task =
          handle
              .createQuery(
                  """
                  UPDATE task SET state = 'ACTIVE', attempt = attempt + 1, hurried = false,
                    started_at = coalesce(started_at, now())
                  WHERE id = :id AND state IN ('PENDING', 'ACTIVE')
                  RETURNING *
                  """)
              .bind("id", id)
              .map(TASK)
              .findOne();
      task.ifPresent(begun ->
          append(handle, id, Level.INFO, "Attempt " + begun.attempt() + " on " + node + "."));
      return task;
    });
  }

  /** Whether the attempt still had the task, so that it was written. */
  boolean save(Handle handle, Task attempt, String checkpoint, String progress) {
    return handle
            .createUpdate(
                """
                UPDATE task SET checkpoint = :checkpoint::json, progress = :progress::json,
                  failures = 0, failing_since = NULL, problem_kind = NULL, problem_code = NULL,
                  problem_message = NULL, problem_remedy = NULL
                WHERE id = :id AND attempt = :attempt AND state = 'ACTIVE' AND NOT cancel_requested
                """)
            .bind("id", attempt.id())
            .bind("attempt", attempt.attempt())
            .bind("checkpoint", checkpoint)
            .bind("progress", progress)
            .execute()
        == 1;
  }

  boolean save(Task attempt, String checkpoint, String progress) {
    return jdbi.withHandle(handle -> save(handle, attempt, checkpoint, progress));
  }

  /** Ends the task. Whether the attempt still had it. */
  boolean end(Task attempt, TaskState state, Optional<Problem> problem) {
    return jdbi.inTransaction(handle -> {
      int changed =
          handle
              .createUpdate(
                  """
                  UPDATE task SET state = :state, ended_at = now(), problem_kind = :kind,
                    problem_code = :code, problem_message = :message, problem_remedy = :remedy
                  WHERE id = :id AND attempt = :attempt AND state = 'ACTIVE'
                  """)
              .bind("id", attempt.id())
              .bind("attempt", attempt.attempt())
              .bind("state", state)
              .bindMap(columns(problem))
              .execute();
      if (changed == 1) {
        append(
            handle,
            attempt.id(),
            state == TaskState.FAILED ? Level.ERROR : Level.INFO,
            problem.map(Problem::message).orElse("Ended: " + state + "."));
      }
      return changed == 1;
    });
  }

  /**
   * Gives the task back for a later attempt. Empty when the attempt no longer had it, otherwise
   * whether somebody has hurried it meanwhile.
   */
  Optional<Boolean> release(Task attempt) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE task SET state = 'PENDING'
                WHERE id = :id AND attempt = :attempt AND state = 'ACTIVE'
                RETURNING hurried
                """)
            .bind("id", attempt.id())
            .bind("attempt", attempt.attempt())
            .mapTo(Boolean.class)
            .findOne());
  }

  /** How often and how long attempts have failed without progress; nothing at the first failure. */
  record Failures(int count, Duration since) {}

  /** Counts a failure; empty when the attempt no longer had the task. */
  Optional<Failures> fail(Task attempt, Problem problem) {
    return jdbi.inTransaction(handle -> {
      Optional<Failures> failures =
          handle
              .createQuery(
                  """
                  UPDATE task SET failures = failures + 1,
                    failing_since = coalesce(failing_since, now()), problem_kind = :kind,
                    problem_code = :code, problem_message = :message, problem_remedy = :remedy
                  WHERE id = :id AND attempt = :attempt AND state = 'ACTIVE'
                  RETURNING failures,
                        (extract(epoch FROM now() - failing_since) * 1000000)::bigint
                  """)
              .bind("id", attempt.id())
              .bind("attempt", attempt.attempt())
              .bindMap(columns(Optional.of(problem)))
              .map((row, _) ->
                  new Failures(row.getInt(1), Duration.of(row.getLong(2), ChronoUnit.MICROS)))
              .findOne();
      failures.ifPresent(_ -> append(handle, attempt.id(), Level.WARNING, problem.message()));
      return failures;
    });
  }

  /** Notes an event; whether the attempt still had the task. */
  boolean note(Task attempt, Level level, String message) {
    return jdbi.inTransaction(handle -> {
      boolean ours =
          handle
              .createQuery(
                  """
                  SELECT attempt = :attempt AND state = 'ACTIVE' FROM task
                  WHERE id = :id FOR UPDATE
                  """)
              .bind("id", attempt.id())
              .bind("attempt", attempt.attempt())
              .mapTo(boolean.class)
              .findOne()
              .orElse(false);
      if (ours) {
        append(handle, attempt.id(), level, message);
      }
      return ours;
    });
  }

  private static void append(Handle handle, String id, Level level, String message) {
    handle
        .createUpdate(
            """
            WITH counted AS (
              UPDATE task SET event_count = event_count + 1 WHERE id = :id RETURNING event_count
            ), forgotten AS (
              DELETE FROM task_event USING counted
              WHERE task_id = :id AND number <= counted.event_count - :kept
            )
            INSERT INTO task_event (task_id, number, level, message)
            SELECT :id, event_count, :level, :message FROM counted
            """)
        .bind("id", id)
        .bind("kept", TaskEvent.KEPT)
        .bind("level", level)
        .bind("message", message)
        .execute();
  }

  List<TaskEvent> events(String id, long after, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT number, at, level, message FROM task_event
                WHERE task_id = :id AND number > :after ORDER BY number LIMIT :limit
                """)
            .bind("id", id)
            .bind("after", after)
            .bind("limit", limit)
            .mapTo(TaskEvent.class)
            .list());
  }

  void deleteEndedBefore(Instant moment) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("DELETE FROM task WHERE ended_at < :moment")
            .bind("moment", moment)
            .execute());
  }

  private static Map<String, @Nullable Object> columns(Optional<Problem> problem) {
    Map<String, @Nullable Object> columns = new HashMap<>();
    columns.put("kind", problem.map(Problem::kind).map(Enum::name).orElse(null));
    columns.put("code", problem.map(Problem::code).orElse(null));
    columns.put("message", problem.map(Problem::message).orElse(null));
    columns.put("remedy", problem.flatMap(Problem::remedy).orElse(null));
    return columns;
  }

  private static Task task(ResultSet row, StatementContext context) throws SQLException {
    return new Task(
        row.getString("id"),
        row.getString("kind"),
        text(row, "subject"),
        TaskState.valueOf(row.getString("state")),
        row.getString("input"),
        text(row, "checkpoint"),
        text(row, "progress"),
        row.getLong("attempt"),
        row.getBoolean("cancel_requested"),
        problem(row),
        row.getLong("created_by"),
        row.getTimestamp("created_at").toInstant(),
        moment(row, "started_at"),
        moment(row, "ended_at"));
  }

  private static Optional<Problem> problem(ResultSet row) throws SQLException {
    Optional<String> code = text(row, "problem_code");
    if (code.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            Kind.valueOf(row.getString("problem_kind")),
            code.get(),
            row.getString("problem_message"),
            text(row, "problem_remedy")));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
