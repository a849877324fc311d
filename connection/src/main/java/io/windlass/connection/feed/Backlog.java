package io.windlass.connection.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What waits in the queue of a subscription, taken hints included.
 *
 * @param keys how many keys
 * @param oldest when the oldest of them was first heard of; absent when nothing waits
 */
public record Backlog(long keys, Optional<Instant> oldest) {
  /** How long the oldest has waited; zero when nothing waits. */
  public Duration age(Instant now) {
    return oldest
        .map(since -> Duration.between(since, now))
        .filter(age -> !age.isNegative())
        .orElse(Duration.ZERO);
  }
}
