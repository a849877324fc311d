package io.windlass.database.task;

/** Where a task stands. */
public enum TaskState {
  /** Waits for a node, or for its next attempt. */
  PENDING,
  /** A node works on it. */
  ACTIVE,
  /** All of it is done. */
  SUCCEEDED,
  /** Given up; the task's problem says why. */
  FAILED,
  /** Stopped because somebody asked for it. */
  CANCELLED;

  /** Whether nothing will change any more. */
  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
