package io.windlass.database.task;

import java.time.Duration;

/**
 * When to try again, and when to give up. Pauses double from the first to the longest. A saved
 * checkpoint is progress: all counting begins anew.
 *
 * @param firstPause after the first failure
 * @param longestPause between two attempts
 * @param patience how long a passing problem of the outside is borne without progress
 * @param faults how many unexpected exceptions are borne without progress
 */
public record RetryPolicy(
    Duration firstPause, Duration longestPause, Duration patience, int faults) {

  /** From a second to five minutes, for a day; five unexpected exceptions. */
  public static RetryPolicy standard() {
    return new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(1), 5);
  }

  /** The pause after so many failures in a row, at least one. */
  Duration pause(int failures) {
    long doublings = Math.min(failures - 1L, 30);
    Duration pause = firstPause.multipliedBy(1L << doublings);
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
