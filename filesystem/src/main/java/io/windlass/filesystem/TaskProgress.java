package io.windlass.filesystem;

import io.windlass.filesystem.RepositoryTask.Counts;
import java.time.Instant;

/**
 * What the durable task of a repository task shows of itself.
 *
 * @param updated milliseconds since the epoch
 */
record TaskProgress(long succeeded, long failed, long updated) {
  static final TaskProgress NONE = new TaskProgress(0, 0, 0);

  Counts counts() {
    return new Counts(succeeded + failed, succeeded, failed, Instant.ofEpochMilli(updated));
  }
}
