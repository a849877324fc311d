package io.windlass.client.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Long work.
 *
 * @param id {@code task_…}
 * @param kind what it does, for example {@code register_prefix}
 * @param subject what it does it to
 * @param state {@code pending}, {@code active}, {@code succeeded}, {@code failed} or {@code
 *     cancelled}
 * @param progress counters by name, for example {@code registered}
 * @param problem why it failed
 * @param cancelRequested whether somebody asked for its end
 * @param createdBy the id of who started it
 * @param createdAt when it was asked for
 * @param startedAt when it began
 * @param endedAt when it ended
 */
public record Task(
    String id,
    String kind,
    Optional<String> subject,
    String state,
    Map<String, Object> progress,
    Optional<StoredProblem> problem,
    boolean cancelRequested,
    long createdBy,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt) {
  /** Copies the counters. */
  public Task {
    progress = progress == null ? Map.of() : Map.copyOf(progress);
  }
}
