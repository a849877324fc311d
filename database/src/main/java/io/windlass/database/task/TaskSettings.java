package io.windlass.database.task;

import java.time.Duration;

/**
 * How a node takes up tasks.
 *
 * @param concurrent how many at once
 * @param polling how often to look for tasks that other nodes have submitted
 * @param heartbeat how often to say that the node is alive; after {@value #MISSED_HEARTBEATS}
 *     missed ones its tasks go to other nodes
 * @param retries what to do about failures
 * @param retention how long tasks are kept after their end
 */
public record TaskSettings(
    int concurrent, Duration polling, Duration heartbeat, RetryPolicy retries, Duration retention) {
  static final int MISSED_HEARTBEATS = 4;

  /** Sixteen at once, taken over after some twenty seconds, kept for thirty days. */
  public static TaskSettings standard() {
    return new TaskSettings(
        16,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        RetryPolicy.standard(),
        Duration.ofDays(30));
  }
}
