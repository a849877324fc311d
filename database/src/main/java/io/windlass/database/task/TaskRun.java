package io.windlass.database.task;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** One attempt at a task, seen by its handler. Thread-safe. */
public interface TaskRun {
  /** The task as it stood when the attempt began. */
  Task task();

  /** JSON, what was asked for. */
  default String input() {
    return task().input();
  }

  /** JSON, where to go on; absent when nothing was saved yet. */
  default Optional<String> checkpoint() {
    return task().checkpoint();
  }

  /**
   * Saves where to go on and what to show.
   *
   * @param checkpoint JSON for the next attempt
   * @param progress JSON for people and programs
   * @throws TaskStopped when this attempt must end; then nothing was saved
   */
  void save(String checkpoint, String progress);

  /**
   * As {@link #save(String, String)}, in the transaction of the handle: what the handler writes in
   * it and the checkpoint become true together, and only if this attempt still has the task.
   */
  void save(Handle transaction, String checkpoint, String progress);

  /** Fails when this attempt must end. One small read; for long stretches between two saves. */
  void check();

  /** Notes something that happened, for people. */
  void note(TaskEvent.Level level, String message);
}
