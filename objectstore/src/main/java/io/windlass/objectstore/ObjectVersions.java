package io.windlass.objectstore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The versions of a bucket's objects. Thread-safe; failures as in {@link ObjectStore}: {@link
 * StoreFailure.Unsupported} where the store has none.
 *
 * <p>A version is read, copied and deleted like an object, by an {@link ObjectId} that names it.
 */
public interface ObjectVersions {
  /** One page, {@code s3:ListBucketVersions}: keys in the order of their bytes, newest first. */
  Page list(Request request);

  /**
   * All versions and delete markers below a prefix, lazily, one page in memory, in the order of
   * {@link #list}; close the stream.
   *
   * @param after only what comes behind this version
   */
  default Stream<Version> walk(String bucket, String prefix, Optional<Marker> after) {
    return VersionCalls.walk(
        this::list, new Request(bucket, prefix, Optional.empty(), after, 1000));
  }

  /**
   * A place in a listing.
   *
   * @param versionId behind this version of the key; absent: behind all of them
   */
  record Marker(String key, Optional<String> versionId) {}

  /**
   * What to list.
   *
   * @param delimiter keys that hold it behind the prefix are rolled up
   * @param limit 1 to 1,000
   */
  record Request(
      String bucket,
      String prefix,
      Optional<String> delimiter,
      Optional<Marker> after,
      int limit) {}

  /**
   * At most 1,000 versions and common prefixes; {@code next} is where the following page begins.
   */
  record Page(List<Version> versions, List<String> commonPrefixes, Optional<Marker> next) {
    /** Copies the lists. */
    public Page {
      versions = List.copyOf(versions);
      commonPrefixes = List.copyOf(commonPrefixes);
    }
  }

  /**
   * One version or delete marker.
   *
   * @param versionId {@code null}, the word, for what was written without versions
   * @param latest whether it is the current one
   * @param deleteMarker whether it says that the object was deleted
   * @param size bytes; 0 of a delete marker
   * @param etag without quotes; empty of a delete marker
   * @param storageClass {@code STANDARD} where the store says nothing
   * @param restore of an archived object, where one was asked for and the store tells of it
   */
  record Version(
      String key,
      String versionId,
      boolean latest,
      boolean deleteMarker,
      long size,
      String etag,
      Instant lastModified,
      String storageClass,
      Optional<RestoreState> restore) {
    /** Without the state of a restore. */
    public Version(
        String key,
        String versionId,
        boolean latest,
        boolean deleteMarker,
        long size,
        String etag,
        Instant lastModified,
        String storageClass) {
      this(
          key,
          versionId,
          latest,
          deleteMarker,
          size,
          etag,
          lastModified,
          storageClass,
          Optional.empty());
    }
  }
}
