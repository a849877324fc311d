package io.windlass.filesystem.tree;

import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import java.time.Instant;

/**
 * Owner, permissions and times that an entry gets. Immutable.
 *
 * @param permissions mode without the type
 * @param owner user id
 * @param group group id
 * @param modified nanoseconds since the epoch
 * @param accessed nanoseconds since the epoch
 */
public record EntryMetadata(int permissions, int owner, int group, long modified, long accessed) {

  /** Of an entry that is made for an object: root:root and mode 755 where the object is silent. */
  public static EntryMetadata ofNew(
      ObjectMetadata object, boolean directory, Instant lastModified) {
    long modified = object.modified().orElseGet(() -> nanos(lastModified));
    return new EntryMetadata(
        object.permissions(directory).orElse(ObjectMetadata.DEFAULT_PERMISSIONS),
        object.owner().orElse(0),
        object.group().orElse(0),
        modified,
        object.accessed().orElse(modified));
  }

  /** Of an entry that is there already: where the object is silent, owner and mode stay. */
  public static EntryMetadata ofChanged(
      ObjectMetadata object, boolean directory, Instant lastModified, FileStatus entry) {
    long modified = object.modified().orElseGet(() -> nanos(lastModified));
    return new EntryMetadata(
        object.permissions(directory).orElseGet(entry::permissions),
        object.owner().orElseGet(entry::uid),
        object.group().orElseGet(entry::gid),
        modified,
        object.accessed().orElse(modified));
  }

  /**
   * Gives owner and permissions to an open entry. Times go last, when nothing is written any more.
   */
  void applyRights(Descriptor entry) {
    tolerant(() -> entry.owner(owner, group));
    entry.mode(permissions);
  }

  /**
   * The same for an entry that may have some of it.
   *
   * @param status what it has
   */
  void applyRights(Descriptor entry, FileStatus status) {
    boolean given = status.uid() == owner && status.gid() == group;
    if (!given) {
      tolerant(() -> entry.owner(owner, group));
    }
    if (!given || status.permissions() != permissions) {
      entry.mode(permissions);
    }
  }

  void applyTimes(Descriptor entry) {
    entry.times(accessed, modified);
  }

  /** The same for a symbolic link, which has no permissions of its own. */
  void applyToLink(Descriptor directory, String name) {
    tolerant(() -> directory.owner(name, owner, group));
    directory.times(name, accessed, modified);
  }

  /** Only root may give files away; what anybody else imports is theirs. */
  private static void tolerant(Runnable change) {
    try {
      change.run();
    } catch (LinuxException e) {
      if (e.errno() != Errno.EPERM) {
        throw e;
      }
    }
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
