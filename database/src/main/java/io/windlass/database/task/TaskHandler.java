package io.windlass.database.task;

/**
 * Does one kind of work.
 *
 * <p>{@link #run} is called on a virtual thread, for several tasks at once, and again for the same
 * task after a failure or the end of a node, with the last saved checkpoint. What it does between
 * two checkpoints may therefore happen twice and must be the same as once. In rare cases an attempt
 * that everybody thought dead still runs beside its successor: its next {@link TaskRun#save} or
 * {@link TaskRun#check} throws.
 */
public interface TaskHandler {
  /** The kind of task that this handler does; lower case, words joined by {@code _}. */
  String kind();

  /**
   * Works from {@link TaskRun#checkpoint} to the end. An exception of kind {@code UNAVAILABLE} and
   * one that is not of Windlass are tried again, with growing pauses; any other fails the task.
   * {@link TaskStopped} is to be let through.
   */
  Outcome run(TaskRun run);
}
