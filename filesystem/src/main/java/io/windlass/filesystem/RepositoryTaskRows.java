package io.windlass.filesystem;

import io.windlass.filesystem.RepositoryTask.Counts;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.RepositoryTask.State;
import io.windlass.foundation.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of repository tasks, read together with that of all tasks. */
final class RepositoryTaskRows {
  private static final RowMapper<RepositoryTask> TASK = RepositoryTaskRows::task;

  /** The words of {@link State} come from states of tasks. */
  private static final String JOINED =
      """
      SELECT * FROM (
        SELECT r.*, t.progress, t.started_at, t.ended_at,
          CASE WHEN t.state = 'FAILED' THEN t.problem_message END AS failure,
          CASE
            WHEN t.state IN ('SUCCEEDED', 'FAILED') THEN t.state
            WHEN t.state = 'CANCELLED' THEN 'CANCELED'
            WHEN t.cancel_requested THEN 'CANCELING'
            WHEN t.started_at IS NULL THEN 'PENDING'
            ELSE 'EXECUTING'
          END AS state
        FROM repository_task r JOIN task t ON t.id = r.task_id
      ) joined
      """;

  private RepositoryTaskRows() {}

  static void insert(Handle handle, RepositoryTask fresh) {
    handle
        .createUpdate(
            """
            INSERT INTO repository_task (id, task_id, file_system_id, kind, link_ids, paths,
              report_path, release_age_seconds, tags, created_by, created_at)
            VALUES (:id, :taskId, :fileSystemId, :kind, :linkIds, :paths, :reportPath,
              :releaseAge, :tags::json, :createdBy, :createdAt)
            """)
        .bind("id", fresh.id())
        .bind("taskId", fresh.taskId())
        .bind("fileSystemId", fresh.fileSystemId())
        .bind("kind", fresh.kind())
        .bindArray("linkIds", String.class, fresh.linkIds())
        .bindArray("paths", String.class, fresh.paths())
        .bind("reportPath", fresh.reportPath())
        .bind("releaseAge", fresh.releaseAge().map(Duration::toSeconds))
        .bind("tags", Json.write(fresh.tags()))
        .bind("createdBy", fresh.createdBy())
        .bind("createdAt", fresh.createdAt())
        .execute();
  }

  /** By either id. */
  static Optional<RepositoryTask> find(Handle handle, String id) {
    return handle
        .createQuery(JOINED + "WHERE id = :id OR task_id = :id")
        .bind("id", id)
        .map(TASK)
        .findOne();
  }

  static Page.Of<RepositoryTask> list(Handle handle, RepositoryTaskFilter filter, Page page) {
    List<RepositoryTask> found =
        Cursor.bind(
                handle.createQuery(
                    JOINED
                        + """
                        WHERE (cardinality(:ids::text[]) = 0 OR id = ANY (:ids))
                          AND (cardinality(:fileSystems::text[]) = 0
                            OR file_system_id = ANY (:fileSystems))
                          AND (cardinality(:states::text[]) = 0 OR state = ANY (:states))
                          AND (cardinality(:links::text[]) = 0 OR link_ids && :links::text[])
                          AND (created_at, id) > (:afterTime, :afterId)
                        ORDER BY created_at, id LIMIT :limit
                        """),
                page)
            .bindArray("ids", String.class, filter.ids())
            .bindArray("fileSystems", String.class, filter.fileSystemIds())
            .bindArray("states", String.class, filter.states().stream().map(Enum::name).toList())
            .bindArray("links", String.class, filter.linkIds())
            .map(TASK)
            .list();
    return Cursor.page(found, page, it -> new Cursor(it.createdAt(), it.id()));
  }

  /** Those of a file system that have not ended. */
  static List<RepositoryTask> open(Handle handle, String fileSystemId) {
    return handle
        .createQuery(JOINED + "WHERE file_system_id = :id AND ended_at IS NULL")
        .bind("id", fileSystemId)
        .map(TASK)
        .list();
  }

  static boolean anyOpen(Handle handle, String fileSystemId) {
    return !open(handle, fileSystemId).isEmpty();
  }

  static void tags(Handle handle, String id, Map<String, String> tags) {
    handle
        .createUpdate("UPDATE repository_task SET tags = :tags::json WHERE id = :id")
        .bind("id", id)
        .bind("tags", Json.write(tags))
        .execute();
  }

  private static RepositoryTask task(ResultSet row, StatementContext context) throws SQLException {
    long age = row.getLong("release_age_seconds");
    Optional<Duration> releaseAge =
        row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(age));
    return new RepositoryTask(
        row.getString("id"),
        row.getString("task_id"),
        row.getString("file_system_id"),
        Kind.valueOf(row.getString("kind")),
        State.valueOf(row.getString("state")),
        Set.copyOf(texts(row, "link_ids")),
        texts(row, "paths"),
        Optional.ofNullable(row.getString("report_path")),
        releaseAge,
        Optional.ofNullable(row.getString("progress")).map(RepositoryTaskRows::counts),
        Optional.ofNullable(row.getString("failure")),
        Json.tags(row.getString("tags")),
        row.getLong("created_by"),
        row.getTimestamp("created_at").toInstant(),
        moment(row, "started_at"),
        moment(row, "ended_at"));
  }

  private static Counts counts(String progress) {
    return Json.read(progress, TaskProgress.class).counts();
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }

  private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
