package io.windlass.transfer.collection;

import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tree of paths of one collection, open for one requester. Thread-safe.
 *
 * <p>A path begins with a slash and is data: nothing in it is normalised. A slash at the end of a
 * directory's path makes no difference. Names below a directory are relative and without slash at
 * their ends, except where a key itself has one there.
 *
 * <p>Keys and credentials are those of the moment of opening: open one for each batch of work.
 * Every failure is a {@link WindlassException} with the codes of {@code
 * docs/semantics/collections.md}; those of a store are {@code StoreException}s.
 *
 * <p>Any thread may call. What blocks on a local directory runs on a platform thread, at the price
 * of a change of threads when the caller is a virtual one: move files between directories on
 * platform threads.
 */
public sealed interface Storage extends AutoCloseable permits BucketStorage, DirectoryStorage {

  /** What is open. */
  Collection collection();

  /**
   * Everything below a directory, in the order of {@link Walked#sortKey}, which is that of keys in
   * a bucket's listing. Memory is bounded however large a directory is. Close the stream.
   *
   * <p>In a bucket these are objects, and markers as directories; a directory without marker is not
   * told of. A key with a slash at its end that holds bytes is a file, and its name keeps the
   * slash; that of the directory itself has an empty name. In a directory of a node these are all
   * entries, directories before what is in them.
   *
   * @param directory must be there: {@code path_not_found}, {@code not_a_directory}. A bucket's
   *     root is there as long as the bucket is, any other directory as long as one key is below it
   * @param after only what comes behind this sort key
   * @param links what becomes of symbolic links
   */
  Stream<Walked> walk(String directory, Optional<String> after, Links links);

  /**
   * The entries of a directory, in the order of their sort keys; otherwise as {@link #walk}. A
   * symbolic link is shown as what it points at, with its target. Close the stream.
   */
  Stream<Item> list(String directory, Optional<String> after);

  /**
   * One file or directory; its name is the last segment. A symbolic link is followed as long as it
   * stays in the collection. Where a bucket has an object and a directory of the same path, it is
   * the object, or the directory when the path ends with a slash.
   *
   * @throws WindlassException NOT_FOUND {@code path_not_found}
   */
  Item stat(String path);

  /**
   * Why nothing can be kept under a path of this kind, however it is written: the name is too long,
   * is {@code ..}, is no text, and so on. Looks at the path alone. Code {@code invalid_path_name}.
   */
  Optional<Problem> unsuitable(String path);

  /**
   * Makes a directory, or its marker, with its parents.
   *
   * @return false when it was there
   * @throws WindlassException CONFLICT {@code path_exists} when it is a file, or one of its parents
   *     is
   */
  boolean makeDirectory(String path);

  /**
   * Deletes files, markers, and directories that are empty. What is not there counts as deleted.
   * Symbolic links are deleted and not followed.
   *
   * @param doomed up to 1,000; what is in a directory comes before the directory
   * @return those that are still there, with the reason
   */
  List<NotDeleted> delete(List<Doomed> doomed);

  /**
   * Gives a file or directory another path, which nothing may have. In a bucket every key is copied
   * and then deleted, no more than {@code most} of them.
   *
   * @throws WindlassException {@code path_not_found}, {@code path_exists}, {@code
   *     directory_too_large}
   */
  void rename(String from, String to, int most);

  /**
   * Whether a failure of this storage is over only when a person replaces credentials, so that work
   * is to wait for that. The requester's own credentials are marked invalid on the way.
   */
  boolean awaitsCredentials(WindlassException failure);

  @Override
  void close();

  /** What a walk makes of symbolic links. */
  enum Links {
    /** They are told of as links, never entered. */
    SHOW,
    /** They are what they point at, as long as that is in the collection. */
    FOLLOW
  }

  /** Something a walk has come to. */
  sealed interface Walked {
    /** Its name, with a slash at the end of a directory's: the order of walks. */
    String sortKey();

    /**
     * An entry, named by its path below the directory that is walked. A link that is not followed
     * has a {@link Item#linkTarget}.
     */
    record Found(Item item) implements Walked {
      @Override
      public String sortKey() {
        return item.sortKey();
      }
    }

    /**
     * Something that cannot be looked at; for a directory, with all below it.
     *
     * @param name below the directory that is walked
     * @param directory whether it is one
     */
    record Unreadable(String name, boolean directory, Problem problem) implements Walked {
      @Override
      public String sortKey() {
        return directory ? name + "/" : name;
      }
    }
  }

  /**
   * Something to delete.
   *
   * @param directory whether it is a directory or, in a bucket, the marker of one
   */
  record Doomed(String path, boolean directory) {}

  /** Something that could not be deleted. */
  record NotDeleted(Doomed doomed, Problem problem) {}
}
