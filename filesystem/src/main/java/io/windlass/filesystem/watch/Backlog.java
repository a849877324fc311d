package io.windlass.filesystem.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What waits to be exported.
 *
 * @param waiting names and renames that will be tried
 * @param failed those of them whose last attempt failed, and those that will not be tried again
 * @param oldest when the oldest waiting one was seen; absent when nothing waits
 */
public record Backlog(long waiting, long failed, Optional<Instant> oldest) {
  /** How long the oldest has waited; zero when nothing waits. */
  public Duration age(Instant now) {
    return oldest
        .map(since -> Duration.between(since, now))
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }
}
