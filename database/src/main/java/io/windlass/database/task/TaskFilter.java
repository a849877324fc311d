package io.windlass.database.task;

import java.util.Optional;
import java.util.Set;

/**
 * Which tasks to list.
 *
 * @param kind only this sort of work
 * @param subject only what works on this
 * @param createdBy only what this user asked for
 * @param states only tasks in one of these; empty for all
 */
public record TaskFilter(
    Optional<String> kind,
    Optional<String> subject,
    Optional<Long> createdBy,
    Set<TaskState> states) {
  /** Copies the set. */
  public TaskFilter {
    states = Set.copyOf(states);
  }

  /** Every task. */
  public static TaskFilter all() {
    return new TaskFilter(Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
  }

  /** The tasks that one user asked for. */
  public static TaskFilter createdBy(long user) {
    return new TaskFilter(Optional.empty(), Optional.empty(), Optional.of(user), Set.of());
  }
}
