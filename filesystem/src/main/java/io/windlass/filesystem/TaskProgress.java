package io.windlass.filesystem;

import io.windlass.filesystem.RepositoryTask.Counts;
import java.time.Instant;

/**
 * What the durable task of a repository task shows of itself.
 *
 * @param expected how many files there are in all, as far as it is known; else 0
 * @param updated milliseconds since the epoch
 */
record TaskProgress(long succeeded, long failed, long expected, long updated) {
  static final TaskProgress NONE = new TaskProgress(0, 0, 0, 0);

  Counts counts() {
    long done = succeeded + failed;
    return new Counts(Math.max(done, expected), succeeded, failed, Instant.ofEpochMilli(updated));
  }
}
