package io.windlass.transfer.collection;

import io.windlass.objectstore.ObjectVersions;
import io.windlass.objectstore.RestoreState;
import java.time.Instant;
import java.util.Optional;

/**
 * One entry of a collection, as a listing or a look at it shows it.
 *
 * @param name the last segment of the path, without slash; for recursive listings the path below
 *     the directory that was listed, with a slash at its end only where an object with content has
 *     such a key
 * @param type what it is; a symbolic link shows what it points at
 * @param size bytes; 0 for directories
 * @param modifiedAt absent where nobody knows, as for directories of a bucket
 * @param linkTarget of a symbolic link
 * @param mode permission bits, where the collection has them
 * @param user owner, where the collection has them
 * @param group owning group, where the collection has them
 * @param etag of an object
 * @param storageClass of an object
 * @param origin why a bucket stands in the root
 * @param restore of an archived object, where one was asked for and the store tells of it
 * @param version where versions are listed
 */
public record Item(
    String name,
    Type type,
    long size,
    Optional<Instant> modifiedAt,
    Optional<String> linkTarget,
    Optional<Integer> mode,
    Optional<String> user,
    Optional<String> group,
    Optional<String> etag,
    Optional<String> storageClass,
    Optional<Origin> origin,
    Optional<RestoreState> restore,
    Optional<Version> version) {

  /** What an entry is. */
  public enum Type {
    DIRECTORY,
    FILE,
    /** A symbolic link that points nowhere. */
    BROKEN_LINK,
    /** A device, pipe or socket: never transferred. */
    OTHER,
    /** A version that says that an object was deleted; shown among versions alone. */
    DELETE_MARKER
  }

  /**
   * Which version of an object it is.
   *
   * @param latest whether it is the current one
   */
  public record Version(String id, boolean latest) {}

  /** Why a bucket stands in the root of a collection. */
  public enum Origin {
    /** The account owns it. */
    OWNED,
    /** The collection's settings name it. */
    CONFIGURED,
    /** The user has pinned it. */
    PINNED,
    /** Keys of the user's own are for it. */
    KEYS
  }

  /** The name, with a slash at the end of a directory's that is no link: the order of listings. */
  public String sortKey() {
    return type == Type.DIRECTORY && linkTarget.isEmpty() ? name + "/" : name;
  }

  /** The same under another name. */
  Item named(String other) {
    return new Item(
        other,
        type,
        size,
        modifiedAt,
        linkTarget,
        mode,
        user,
        group,
        etag,
        storageClass,
        origin,
        restore,
        version);
  }

  /**
   * A version of an object, or its delete marker.
   *
   * @param name as a listing shows it
   */
  public static Item of(String name, ObjectVersions.Version version) {
    boolean marker = name.endsWith("/") && version.size() == 0 && !version.deleteMarker();
    return new Item(
        marker ? name.substring(0, name.length() - 1) : name,
        marker ? Type.DIRECTORY : version.deleteMarker() ? Type.DELETE_MARKER : Type.FILE,
        version.size(),
        Optional.of(version.lastModified()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(version.etag()).filter(etag -> !etag.isEmpty()),
        Optional.of(version.storageClass()).filter(_ -> !version.deleteMarker()),
        Optional.empty(),
        version.restore(),
        Optional.of(new Version(version.versionId(), version.latest())));
  }

  /** A directory of which only the name is known. */
  public static Item directory(String name) {
    return bare(name, Type.DIRECTORY);
  }

  /** Something of which only the name is known, because it cannot be looked at. */
  static Item unknown(String name) {
    return bare(name, Type.OTHER);
  }

  private static Item bare(String name, Type type) {
    return new Item(
        name,
        type,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
