package io.windlass.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a transfer is to be done. {@link #NONE} copies every file as it is.
 *
 * @param sync which files are sent; absent: all
 * @param deleteExtra afterwards delete at the destination what the source does not have
 * @param force also when the source is empty
 * @param verify compare what was read with what the destination holds, for each file
 * @param preserve what is carried beside the content
 * @param filters for names met below directories
 * @param symlinks what becomes of symbolic links met below directories
 * @param skipSourceErrors go on without files that the source refuses or does not have
 * @param failOnQuota give up when the destination is full; otherwise wait for room
 * @param storageClass of new objects, or rules as in {@link StorageClassRules}; absent: the bucket
 *     decides
 * @param checksum algorithm that new objects are stored with, as in {@link TransferItem.Checksum}
 * @param acl canned ACL for new objects; absent: none is sent
 * @param asOf read the versions that were current then
 * @param restore restore archived source objects first
 * @param requesterPays consents to pay for requests to the source and the destination
 * @param listSkipped have the report list what was skipped as equal; otherwise it is counted alone
 * @param metadata what becomes of the metadata of objects on the way
 * @param failOnLostDetail give up files of which something that was asked for beside the content
 *     cannot be had; otherwise go on without it, and say so once
 */
public record TransferOptions(
    Optional<SyncLevel> sync,
    boolean deleteExtra,
    boolean force,
    boolean verify,
    Set<Preserve> preserve,
    List<NameFilter> filters,
    Symlinks symlinks,
    boolean skipSourceErrors,
    boolean failOnQuota,
    Optional<String> storageClass,
    Optional<String> checksum,
    Optional<String> acl,
    Optional<Instant> asOf,
    Optional<Restore> restore,
    boolean requesterPays,
    boolean listSkipped,
    MetadataRules metadata,
    boolean failOnLostDetail) {

  /** Every file as it is. */
  public static final TransferOptions NONE =
      new TransferOptions(
          Optional.empty(),
          false,
          false,
          false,
          Set.of(),
          List.of(),
          Symlinks.IGNORE,
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  /**
   * Without a list of what was skipped as equal, with metadata as it is, going on without what
   * cannot be had.
   */
  public TransferOptions(
      Optional<SyncLevel> sync,
      boolean deleteExtra,
      boolean force,
      boolean verify,
      Set<Preserve> preserve,
      List<NameFilter> filters,
      Symlinks symlinks,
      boolean skipSourceErrors,
      boolean failOnQuota,
      Optional<String> storageClass,
      Optional<String> checksum,
      Optional<String> acl,
      Optional<Instant> asOf,
      Optional<Restore> restore,
      boolean requesterPays) {
    this(
        sync,
        deleteExtra,
        force,
        verify,
        preserve,
        filters,
        symlinks,
        skipSourceErrors,
        failOnQuota,
        storageClass,
        checksum,
        acl,
        asOf,
        restore,
        requesterPays,
        false,
        MetadataRules.NONE,
        false);
  }

  /** Copies the collections. */
  public TransferOptions {
    preserve = Set.copyOf(preserve);
    filters = List.copyOf(filters);
  }

  /** What can be carried beside the content. */
  public enum Preserve {
    /** Content type and its like, and user metadata. */
    METADATA,
    /** Object tags. */
    TAGS,
    /** Grants. */
    ACL,
    /** All versions, oldest first, with delete markers. */
    VERSIONS,
    /** The source object's storage class. */
    STORAGE_CLASS,
    /** Modification times: of files, and as {@code mtime} in the metadata of objects. */
    MTIME
  }

  /** What becomes of a symbolic link below a directory. */
  public enum Symlinks {
    /** Left out. */
    IGNORE,
    /** Made again at the destination, where it can hold one. */
    KEEP,
    /** What it points at is copied. */
    COPY
  }

  /**
   * How archived objects are restored.
   *
   * @param tier {@code Standard}, {@code Bulk} or {@code Expedited}
   * @param available how long the restored copy stays, in whole days
   */
  public record Restore(String tier, Duration available) {}
}
