package io.windlass.filesystem;

import static java.util.Objects.requireNonNull;

import io.windlass.connection.feed.EventSource;
import io.windlass.filesystem.link.Link.Change;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A link to be made.
 *
 * @param fileSystemId where
 * @param path the directory below the root of the file system, as the caller writes it: {@code
 *     /ns1} and {@code /ns1/} are the same
 * @param target what it mirrors
 * @param repositoryPath how the caller writes the target, kept for echoes; absent: {@code
 *     s3://bucket/prefix}
 * @param importMetadata whether a task imports everything once the link is there
 * @param chunkSize MiB, 1 to 512,000; kept for echoes
 * @param imports what is taken over from the bucket as it happens
 * @param exports what is taken over to the bucket as it happens
 * @param tags at most 50
 * @param createdBy user id
 * @param events where news of the bucket come from; a listing is compared from time to time besides
 */
public record NewLink(
    String fileSystemId,
    String path,
    Target target,
    Optional<String> repositoryPath,
    boolean importMetadata,
    int chunkSize,
    Set<Change> imports,
    Set<Change> exports,
    Map<String, String> tags,
    long createdBy,
    EventSource events) {
  /** What {@link #chunkSize} is when nobody says. */
  public static final int STANDARD_CHUNK_SIZE = 1024;

  /** Checks that nothing is missing, and copies the collections. */
  public NewLink {
    requireNonNull(fileSystemId, "fileSystemId");
    requireNonNull(path, "path");
    requireNonNull(target, "target");
    requireNonNull(repositoryPath, "repositoryPath");
    imports = Set.copyOf(imports);
    exports = Set.copyOf(exports);
    tags = Map.copyOf(tags);
  }

  /** A link without events: listings alone tell what happens in the bucket. */
  public NewLink(
      String fileSystemId,
      String path,
      Target target,
      Optional<String> repositoryPath,
      boolean importMetadata,
      int chunkSize,
      Set<Change> imports,
      Set<Change> exports,
      Map<String, String> tags,
      long createdBy) {
    this(
        fileSystemId,
        path,
        target,
        repositoryPath,
        importMetadata,
        chunkSize,
        imports,
        exports,
        tags,
        createdBy,
        new EventSource.None());
  }

  /** What a link mirrors. */
  public sealed interface Target {
    /** All of a location. */
    record OfLocation(long locationId) implements Target {}

    /**
     * A prefix of a bucket.
     *
     * @param prefix with or without a slash at its end; empty for the whole bucket
     */
    record OfBucket(String connectionId, String bucket, String prefix) implements Target {}

    /**
     * A prefix of a bucket that some connection of the file system's project leads to: {@link
     * io.windlass.connection.location.BucketConnections} finds it when access is proven.
     *
     * @param prefix with or without a slash at its end; empty for the whole bucket
     */
    record OfProject(String bucket, String prefix) implements Target {}
  }
}
