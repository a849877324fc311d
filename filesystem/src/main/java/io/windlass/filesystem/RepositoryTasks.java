package io.windlass.filesystem;

import io.windlass.database.Database;
import io.windlass.database.task.Tasks;
import io.windlass.foundation.Page;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Imports, exports and releases that were asked for; kept for 30 days after their end. Thread-safe;
 * any number of nodes may share one database.
 */
public final class RepositoryTasks {
  /** Tasks in the database. */
  public RepositoryTasks(Database database, Tasks tasks) {}

  /**
   * Stores a task, which the node of the file system soon works on.
   *
   * @throws io.windlass.foundation.WindlassException {@code file_system_not_found}, {@code
   *     file_system_not_available}, {@code no_links}, {@code invalid_task}, {@code invalid_tags},
   *     {@code report_outside_links}, {@code automatic_export_on} for an export while a link
   *     exports by itself, {@code task_executing} when the same is being done; {@link
   *     IncompatibleParameter}
   */
  public RepositoryTask create(NewRepositoryTask wanted, Optional<ClientToken> token) {
    throw new UnsupportedOperationException();
  }

  /** The task with this id, either of its two. */
  public Optional<RepositoryTask> find(String id) {
    throw new UnsupportedOperationException();
  }

  /** The task with this id; {@code repository_task_not_found} otherwise. */
  public RepositoryTask required(String id) {
    throw new UnsupportedOperationException();
  }

  /** In the order of creation, then of ids. */
  public Page.Of<RepositoryTask> list(RepositoryTaskFilter filter, Page page) {
    throw new UnsupportedOperationException();
  }

  /**
   * Asks to stop a task. Files in flight are finished, nothing is taken back.
   *
   * @throws io.windlass.foundation.WindlassException {@code repository_task_not_found}, {@code
   *     task_ended}
   */
  public RepositoryTask cancel(String id) {
    throw new UnsupportedOperationException();
  }

  /** Adds tags; one with a known key replaces it. {@code too_many_tags} beyond 50. */
  public RepositoryTask tag(String id, Map<String, String> tags) {
    throw new UnsupportedOperationException();
  }

  /** Removes tags; keys that are not there do not matter. */
  public RepositoryTask untag(String id, Collection<String> keys) {
    throw new UnsupportedOperationException();
  }
}
