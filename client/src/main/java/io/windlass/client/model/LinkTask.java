package io.windlass.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An import, export or release over the links of a file system.
 *
 * @param id {@code task-…}
 * @param taskId the same work among all tasks, {@code task_…}
 * @param fileSystemId {@code fs-…}
 * @param kind {@code import}, {@code export} or {@code release}
 * @param state {@code pending}, {@code executing}, {@code canceling}, {@code canceled}, {@code
 *     succeeded} or {@code failed}; failed means that at least one file was
 * @param linkIds the links that its paths reach
 * @param paths as they were asked for; empty for all that is linked
 * @param reportPath where the completion report goes
 * @param olderThanDays of a release: only files that nobody has touched for longer
 * @param counts how far it has come
 * @param failure why it failed, in one sentence
 * @param createdBy the id of who started it
 * @param createdAt when it was asked for
 * @param startedAt when it began
 * @param endedAt when it ended
 */
public record LinkTask(
    String id,
    String taskId,
    String fileSystemId,
    String kind,
    String state,
    List<String> linkIds,
    List<String> paths,
    Optional<String> reportPath,
    Optional<Long> olderThanDays,
    Optional<Counts> counts,
    Optional<String> failure,
    long createdBy,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt) {
  /** Copies the lists; what is missing is empty. */
  public LinkTask {
    linkIds = Lists.copy(linkIds);
    paths = Lists.copy(paths);
  }

  /**
   * How far a task has come.
   *
   * @param total files there are, as far as it is known, else those that are done; at the end what
   *     succeeded and what failed
   * @param succeeded files that are done
   * @param failed files that did not work
   * @param updatedAt when this was counted
   */
  public record Counts(long total, long succeeded, long failed, Instant updatedAt) {}
}
