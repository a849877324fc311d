package io.windlass.filesystem.link;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * A directory of a file system and the prefix of a bucket it mirrors, as the engines need it. Paths
 * and prefix never change.
 *
 * @param id {@code dra-…}
 * @param number the short name of the link in the state of files; never used again
 * @param fileSystemId {@code fs-…}
 * @param directory path below the root of the file system, without slashes at its ends; empty for
 *     the root
 * @param connectionId how to reach the bucket
 * @param prefix empty, or ends with a slash
 * @param imports what is taken over from the bucket as it happens
 * @param exports what is taken over to the bucket as it happens
 */
public record Link(
    String id,
    long number,
    String fileSystemId,
    String directory,
    String connectionId,
    String bucket,
    String prefix,
    Set<Change> imports,
    Set<Change> exports) {

  /** What a policy can name. */
  public enum Change {
    NEW,
    CHANGED,
    DELETED
  }

  /** Checks that nothing is missing, and copies the sets. */
  public Link {
    requireNonNull(id, "id");
    requireNonNull(fileSystemId, "fileSystemId");
    requireNonNull(directory, "directory");
    requireNonNull(connectionId, "connectionId");
    requireNonNull(bucket, "bucket");
    requireNonNull(prefix, "prefix");
    imports = Set.copyOf(imports);
    exports = Set.copyOf(exports);
  }
}
