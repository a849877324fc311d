package io.windlass.transfer.collection;

import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.objectstore.ObjectStore.Presigned;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks into collections and makes small changes, at once. Thread-safe.
 *
 * <p>Failures of the storage are exceptions with the storage's own words; see {@code
 * docs/semantics/collections.md} for the codes: {@code path_not_found}, {@code not_a_directory},
 * {@code store_denied}, {@code no_credentials}, {@code path_exists} and so on.
 */
public interface Browser {
  /**
   * The entries of a directory in the order of their names, or of all below it.
   *
   * @param requester id of the user, whose own credentials are used where the collection wants them
   */
  Page.Of<Item> list(Collection collection, long requester, Query query, Page page);

  /** One file or directory; its name is the last segment of the path. */
  Item stat(Collection collection, long requester, String path);

  /** Makes a directory; its parents must not be files. CONFLICT {@code path_exists}. */
  void makeDirectory(Collection collection, long requester, String path);

  /**
   * Gives a file or directory another path in the same collection, which nothing may have. In a
   * bucket every key is copied and then deleted, up to a number of keys; larger directories are for
   * a transfer.
   */
  void rename(Collection collection, long requester, String from, String to);

  /** Whether {@link #rename} can work: the credentials may delete. */
  boolean renames(Collection collection, long requester, String path);

  /**
   * A request for one object that whoever holds it can send until it expires, without keys and with
   * the rights of the credentials that the requester uses here. Whether the object is there, or the
   * credentials allow it, is not looked at.
   *
   * @param access what it is for
   * @param lifetime up to 7 days; less where the credentials end before
   * @throws io.windlass.foundation.WindlassException INVALID {@code not_an_object} for the
   *     directories of nodes, for roots and for buckets; {@code invalid_lifetime}
   */
  Presigned presign(
      Collection collection,
      long requester,
      String path,
      PresignedAccess access,
      Duration lifetime);

  /** What a presigned request does. */
  enum PresignedAccess {
    /** Reads the object. */
    GET,
    /** Writes the object. */
    PUT
  }

  /**
   * Brings back objects that were deleted from a bucket that keeps versions: their delete markers
   * are removed. A page may have few entries, or none, and yet a next one.
   *
   * @throws io.windlass.foundation.WindlassException {@code path_not_found}; {@code is_a_directory}
   *     of a directory that is not meant with all in it; {@code no_versions}
   */
  Page.Of<Undeleted> undelete(Collection collection, long requester, Undelete wanted, Page page);

  /**
   * What to bring back.
   *
   * @param recursive all below a directory
   * @param asOf only what was there at this moment
   * @param dryRun change nothing
   */
  record Undelete(String path, boolean recursive, Optional<Instant> asOf, boolean dryRun) {}

  /**
   * Something that was brought back, or would be.
   *
   * @param name below the directory; of a single object its name
   * @param deletedAt the last time
   * @param problem why it is still deleted
   */
  record Undeleted(String name, long size, Instant deletedAt, Optional<Problem> problem) {}

  /** Which versions are listed. */
  sealed interface History {
    /** The current ones. */
    History NOW = new Now();

    /** The current ones. */
    record Now() implements History {}

    /** Those that were current at a moment. */
    record AsOf(Instant moment) implements History {}

    /** All of them, newest first, with delete markers. */
    record All() implements History {}
  }

  /**
   * What to list.
   *
   * @param path directory
   * @param recursive all below it, each named by its path below the directory
   * @param glob only names that fit; {@code **} crosses slashes in recursive listings
   * @param hidden also names that begin with a dot
   * @param history of buckets alone
   */
  record Query(
      String path, boolean recursive, Optional<String> glob, boolean hidden, History history) {}
}
