package io.windlass.objectstore;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One page of a listing: at most 1,000 objects and common prefixes together. */
public record Listing(
    List<Entry> objects, List<String> commonPrefixes, Optional<String> continuation) {
  /** Copies the lists. */
  public Listing {
    objects = List.copyOf(objects);
    commonPrefixes = List.copyOf(commonPrefixes);
  }

  /**
   * What to list.
   *
   * @param bucket the bucket
   * @param prefix keys begin with it; empty for all
   * @param delimiter usually {@code /}; keys that hold it after the prefix are rolled up
   * @param startAfter only keys behind this one
   * @param continuation from the page before
   * @param maxKeys 1 to 1000
   * @param restores ask how the restores of archived objects stand; a store that does not know the
   *     question does not answer it
   */
  public record Request(
      String bucket,
      String prefix,
      Optional<String> delimiter,
      Optional<String> startAfter,
      Optional<String> continuation,
      int maxKeys,
      boolean restores) {
    /** Without asking for restores. */
    public Request(
        String bucket,
        String prefix,
        Optional<String> delimiter,
        Optional<String> startAfter,
        Optional<String> continuation,
        int maxKeys) {
      this(bucket, prefix, delimiter, startAfter, continuation, maxKeys, false);
    }

    /** Everything below a prefix, first page. */
    public static Request below(String bucket, String prefix) {
      return new Request(
          bucket, prefix, Optional.empty(), Optional.empty(), Optional.empty(), 1000);
    }

    /** The page that follows. */
    public Request continuing(String from) {
      return new Request(
          bucket, prefix, delimiter, startAfter, Optional.of(from), maxKeys, restores);
    }

    /** The same listing, also asking for restores, or not. */
    public Request asking(boolean forRestores) {
      return new Request(bucket, prefix, delimiter, startAfter, continuation, maxKeys, forRestores);
    }
  }

  /**
   * One listed object.
   *
   * @param key whole key, decoded
   * @param size bytes
   * @param etag without quotes
   * @param lastModified to the millisecond where the store gives it
   * @param storageClass {@code STANDARD} where the store says nothing
   * @param restore of an archived object, where one was asked for and the store tells of it
   */
  public record Entry(
      String key,
      long size,
      String etag,
      Instant lastModified,
      String storageClass,
      Optional<RestoreState> restore) {
    /** Without the state of a restore. */
    public Entry(String key, long size, String etag, Instant lastModified, String storageClass) {
      this(key, size, etag, lastModified, storageClass, Optional.empty());
    }
  }
}
