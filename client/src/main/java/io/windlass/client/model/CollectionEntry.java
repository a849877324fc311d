package io.windlass.client.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A file or directory of a collection.
 *
 * @param name the last segment of its path; in recursive listings the path below the directory that
 *     was listed
 * @param type {@code file}, {@code directory}, {@code broken_link} or {@code other}; a symbolic
 *     link shows what it points at
 * @param size bytes; 0 for directories
 * @param modifiedAt absent where nobody knows, as for directories of a bucket
 * @param linkTarget of a symbolic link
 * @param mode permissions in octal digits, where the collection has them
 * @param user owner, where the collection has them
 * @param group owning group, where the collection has them
 * @param etag of an object
 * @param storageClass of an object
 * @param origin why a bucket stands in the root: {@code owned}, {@code configured} or {@code
 *     pinned}
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
    Optional<String> origin) {}
