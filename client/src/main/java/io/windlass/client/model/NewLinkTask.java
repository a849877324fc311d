package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * A task to be started on a file system.
 *
 * @param kind {@code import}, {@code export} or {@code release}
 * @param paths below the root of the file system, imports also {@code s3://bucket/prefix}; empty
 *     for all that is linked; at most 100
 * @param reportPath where under a linked prefix the completion report goes, {@code s3://…}
 * @param olderThanDays for releases: only files that nobody has touched for longer
 * @param plain for imports: objects are plain files whatever their metadata say, which is much
 *     faster; false when it is not said
 */
public record NewLinkTask(
    String kind,
    List<String> paths,
    Optional<String> reportPath,
    Optional<Long> olderThanDays,
    boolean plain) {
  /** Copies the paths; none is an empty list. */
  public NewLinkTask {
    paths = Lists.copy(paths);
  }
}
