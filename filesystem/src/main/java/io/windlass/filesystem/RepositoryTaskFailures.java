package io.windlass.filesystem;

import io.windlass.filesystem.report.ReportLine;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table of files that a repository task could not do. */
final class RepositoryTaskFailures {
  private static final int FETCH = 1000;

  private RepositoryTaskFailures() {}

  static void add(Handle handle, String taskId, int step, List<ReportLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO repository_task_failure (repository_task_id, step, path, warning, code)
            VALUES (:task, :step, :path, :warning, :code)
            ON CONFLICT DO NOTHING
            """);
    for (ReportLine line : lines) {
      batch
          .bind("task", taskId)
          .bind("step", step)
          .bind("path", line.path().replace('\0', '\uFFFD')) // PostgreSQL has no such character
          .bind("warning", line.warning())
          .bind("code", line.code())
          .add();
    }
    batch.execute();
  }

  /** Forgets what an attempt noted that did not come to the end of the step. */
  static void clear(Handle handle, String taskId, int step) {
    handle.execute(
        "DELETE FROM repository_task_failure WHERE repository_task_id = ? AND step = ?",
        taskId,
        step);
  }

  /** In the order in which they were noted, streamed. */
  static void forEach(Jdbi jdbi, String taskId, Consumer<ReportLine> consumer) {
    jdbi.useTransaction(handle -> {
      try (Stream<ReportLine> lines =
          handle
              .createQuery(
                  """
                  SELECT path, warning, code FROM repository_task_failure
                  WHERE repository_task_id = :task ORDER BY ordinal
                  """)
              .bind("task", taskId)
              .setFetchSize(FETCH)
              .mapTo(ReportLine.class)
              .stream()) {
        lines.forEach(consumer);
      }
    });
  }
}
