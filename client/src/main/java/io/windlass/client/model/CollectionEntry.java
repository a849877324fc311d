package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A file or directory of a collection.
 *
 * @param name the last segment of its path; in recursive listings the path below the directory that
 *     was listed
 * @param type {@code file}, {@code directory}, {@code broken_link}, {@code other}, and among
 *     versions {@code delete_marker}; a symbolic link shows what it points at
 * @param size bytes; 0 for directories
 * @param modifiedAt absent where nobody knows, as for directories of a bucket
 * @param linkTarget of a symbolic link
 * @param mode permissions in octal digits, where the collection has them
 * @param user owner, where the collection has them
 * @param group owning group, where the collection has them
 * @param etag of an object
 * @param storageClass of an object
 * @param origin why a bucket stands in the root: {@code owned}, {@code configured} {@code pinned},
 *     or {@code keys} where some of the caller's own are for it
 * @param restore of an archived object, where a restore was asked for and the store tells of it
 * @param versionId where versions are listed
 * @param latest whether that version is the current one
 */
public record CollectionEntry(
    String name,
    String type,
    long size,
    Optional<Instant> modifiedAt,
    Optional<String> linkTarget,
    Optional<String> mode,
    Optional<String> user,
    Optional<String> group,
    Optional<String> etag,
    Optional<String> storageClass,
    Optional<String> origin,
    Optional<Restore> restore,
    Optional<String> versionId,
    Optional<Boolean> latest) {
  /**
   * How the restore of an archived object stands.
   *
   * @param ongoing it cannot be read yet
   * @param until how long it can be read, where it can
   */
  public record Restore(boolean ongoing, Optional<Instant> until) {}
}
