package io.windlass.filesystem.exports;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How exports are done.
 *
 * @param largestFile bytes of the largest file that is exported, at most 5 TiB
 * @param inFlight entries of one link that are exported at the same time
 * @param firstPause before what failed is tried again; it doubles each time
 * @param longestPause the longest pause before what failed is tried again
 * @param busyPause before a file that is being written is looked at again although nobody said that
 *     it was closed
 */
public record ExportSettings(
    long largestFile,
    int inFlight,
    Duration firstPause,
    Duration longestPause,
    Duration busyPause) {
  /** What is used unless told otherwise. */
  public static final ExportSettings DEFAULT =
      new ExportSettings(
          5L << 40, 32, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(30));

  /** Checks that the numbers make sense. */
  public ExportSettings {
    requireNonNull(firstPause, "firstPause");
    requireNonNull(longestPause, "longestPause");
    requireNonNull(busyPause, "busyPause");
    if (largestFile < 0 || inFlight < 1) {
      throw new IllegalArgumentException("limits of exports are positive");
    }
  }

  /** The same with another limit of files, in bytes. */
  public ExportSettings upTo(long largest) {
    return new ExportSettings(largest, inFlight, firstPause, longestPause, busyPause);
  }

  /** The pause before the next attempt. */
  Duration pause(int attempts) {
    Duration grown = firstPause.multipliedBy(1L << Math.min(attempts, 20));
    return grown.compareTo(longestPause) < 0 ? grown : longestPause;
  }
}
