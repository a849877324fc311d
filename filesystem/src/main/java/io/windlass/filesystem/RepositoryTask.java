package io.windlass.filesystem;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * A task on the links of a file system, as it stood when it was read. Immutable.
 *
 * @param id {@code task-} and 17 hexadecimal digits
 * @param taskId the same work among all tasks, {@code task_…}: its events are there
 * @param linkIds the links that its paths reach
 * @param paths as they were asked for
 * @param reportPath where the completion report goes
 * @param failure why it failed, in one sentence
 * @param tags in the order of their keys
 */
public record RepositoryTask(
    String id,
    String taskId,
    String fileSystemId,
    Kind kind,
    State state,
    Set<String> linkIds,
    List<String> paths,
    Optional<String> reportPath,
    Optional<Duration> releaseAge,
    Optional<Counts> counts,
    Optional<String> failure,
    SortedMap<String, String> tags,
    long createdBy,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt) {
  /** Copies the collections. */
  public RepositoryTask {
    linkIds = Set.copyOf(linkIds);
    paths = List.copyOf(paths);
    tags = FileSystem.sorted(tags);
  }

  /** What is done. */
  public enum Kind {
    /** Metadata of what is new or changed in the bucket comes to the file system. */
    IMPORT,
    /** What is new or changed in the file system goes to the bucket. */
    EXPORT,
    /** Content that the bucket has too leaves the file system. */
    RELEASE;

    /** The word on every surface. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of the durable task that does it. */
    String taskKind() {
      return "file_system_" + word();
    }
  }

  /** Where it stands. */
  public enum State {
    PENDING,
    EXECUTING,
    CANCELING,
    CANCELED,
    SUCCEEDED,
    FAILED;

    /** Whether nothing will change any more. */
    public boolean ended() {
      return this == CANCELED || this == SUCCEEDED || this == FAILED;
    }
  }

  /**
   * How far it has come.
   *
   * @param total files there are, as far as it is known, else those looked at so far; at the end
   *     what succeeded and what failed
   */
  public record Counts(long total, long succeeded, long failed, Instant updatedAt) {}
}
