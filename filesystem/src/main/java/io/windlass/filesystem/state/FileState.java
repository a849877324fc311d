package io.windlass.filesystem.state;

import static java.util.Objects.requireNonNull;

/**
 * What a file, directory or symbolic link of a linked directory knows about its object. Kept in an
 * extended attribute of the entry, so that it survives renames and restarts; an entry without one
 * has never met an object.
 *
 * <p>Immutable.
 *
 * @param link number of the link the entry belongs to; a state of another link is not trusted
 * @param key key of the object, without the link's prefix
 * @param etag ETag of the object, without quotes, whose metadata (and content, when it is here) the
 *     entry shows
 * @param size bytes of the object
 * @param modified modification time of the entry when it last agreed with the object, nanoseconds
 *     since the epoch
 * @param content where the bytes are
 * @param changed the content here is newer than the object
 * @param pinned the content is never to be released
 */
public record FileState(
    long link,
    String key,
    String etag,
    long size,
    long modified,
    Content content,
    boolean changed,
    boolean pinned) {

  /** Where the bytes of an entry are. */
  public enum Content {
    /** In the bucket alone: the entry is a stub. */
    RELEASED,
    /** Here, all of them. */
    LOCAL
  }

  /** Checks that nothing is missing. */
  public FileState {
    requireNonNull(key, "key");
    requireNonNull(etag, "etag");
    requireNonNull(content, "content");
  }

  /** A stub, right after import. */
  public static FileState released(long link, String key, String etag, long size, long modified) {
    return new FileState(link, key, etag, size, modified, Content.RELEASED, false, false);
  }

  /** A whole file that agrees with its object. */
  public static FileState local(long link, String key, String etag, long size, long modified) {
    return new FileState(link, key, etag, size, modified, Content.LOCAL, false, false);
  }

  /** The same, with its content elsewhere. */
  public FileState with(Content elsewhere) {
    return new FileState(link, key, etag, size, modified, elsewhere, changed, pinned);
  }

  /** The same, with content that is newer than the object. */
  public FileState asChanged() {
    return new FileState(link, key, etag, size, modified, content, true, pinned);
  }

  /** The same, last in step at another modification time. */
  public FileState withModified(long nanos) {
    return new FileState(link, key, etag, size, nanos, content, changed, pinned);
  }

  /** The same, never to be released, or no longer so. */
  public FileState withPinned(boolean keep) {
    return new FileState(link, key, etag, size, modified, content, changed, keep);
  }
}
