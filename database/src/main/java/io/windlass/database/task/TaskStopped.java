package io.windlass.database.task;

/**
 * Tells a handler to return at once: its writes are no longer taken. Let it through; there is
 * nothing to do about it.
 */
public final class TaskStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why the attempt has to end. */
  enum Reason {
    /** Another attempt has the task, or the task has ended. */
    SUPERSEDED,
    /** Somebody asked to stop it. */
    CANCELLED,
    /** This node stops; another one goes on. */
    NODE_STOPS
  }

  private final Reason reason;

  TaskStopped(String taskId, Reason reason) {
    super(taskId + ": " + reason);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
