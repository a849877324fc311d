package io.windlass.filesystem;

import io.windlass.filesystem.RepositoryTask.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task on the links of a file system.
 *
 * @param paths for imports {@code s3://bucket/prefix}, else below the root of the file system with
 *     or without a slash before them; empty for all that is linked; at most 100
 * @param reportPath where under a linked prefix the completion report goes, {@code s3://…}
 * @param releaseAge for releases: only files that nobody has touched for longer; absent or zero: of
 *     any age
 * @param plain for imports: objects are plain files whatever their metadata say, so that nobody
 *     asks for them
 * @param tags at most 50
 * @param createdBy user id
 */
public record NewRepositoryTask(
    String fileSystemId,
    Kind kind,
    List<String> paths,
    Optional<String> reportPath,
    Optional<Duration> releaseAge,
    boolean plain,
    Map<String, String> tags,
    long createdBy) {
  /** Copies the collections. */
  public NewRepositoryTask {
    paths = List.copyOf(paths);
    tags = Map.copyOf(tags);
  }

  /** One that heeds the metadata of objects. */
  public NewRepositoryTask(
      String fileSystemId,
      Kind kind,
      List<String> paths,
      Optional<String> reportPath,
      Optional<Duration> releaseAge,
      Map<String, String> tags,
      long createdBy) {
    this(fileSystemId, kind, paths, reportPath, releaseAge, false, tags, createdBy);
  }

  /** One over some paths, or all, without a report. */
  public static NewRepositoryTask of(
      String fileSystemId, Kind kind, List<String> paths, long createdBy) {
    return new NewRepositoryTask(
        fileSystemId, kind, paths, Optional.empty(), Optional.empty(), Map.of(), createdBy);
  }
}
