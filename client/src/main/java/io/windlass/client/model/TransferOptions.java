package io.windlass.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a transfer is done; an empty one copies every file as it is.
 *
 * @param sync which files are sent: {@code exists}, {@code size}, {@code mtime} or {@code
 *     checksum}; absent: all
 * @param deleteExtra afterwards delete at the destination what the source does not have
 * @param force also when the source is empty
 * @param verify compare what was read with what the destination holds, for each file
 * @param preserve what is carried beside the content: any of {@code metadata}, {@code tags}, {@code
 *     acl}, {@code versions}, {@code storage_class}, {@code mtime}
 * @param filters for names met below directories
 * @param symlinks what becomes of symbolic links below directories: {@code ignore}, {@code keep} or
 *     {@code copy}; absent is {@code ignore}
 * @param skipSourceErrors go on without files that the source refuses or does not have
 * @param failOnQuota give up when the destination is full; otherwise wait for room
 * @param storageClass of new objects, or {@code CLASS[:CONDITION],…} where a condition is a size
 *     ({@code >=128K}, {@code <1M}) or a glob of paths; absent: the bucket decides
 * @param checksum algorithm that new objects are stored with
 * @param acl canned ACL for new objects; absent: none is sent
 * @param asOf read the versions that were current then
 * @param restore restore archived source objects first
 * @param requesterPays consents to pay for requests to the source and the destination
 * @param listSkipped have the report list what was skipped as equal; otherwise it is counted alone
 * @param metadata what becomes of the metadata of objects on the way
 * @param failOnLostDetail give up files of which something that was asked for beside the content
 *     cannot be had; otherwise go on without it, and say so in one event
 */
public record TransferOptions(
    Optional<String> sync,
    boolean deleteExtra,
    boolean force,
    boolean verify,
    List<String> preserve,
    List<NameFilter> filters,
    Optional<String> symlinks,
    boolean skipSourceErrors,
    boolean failOnQuota,
    Optional<String> storageClass,
    Optional<String> checksum,
    Optional<String> acl,
    Optional<Instant> asOf,
    Optional<RestoreArchived> restore,
    boolean requesterPays,
    boolean listSkipped,
    Optional<MetadataRules> metadata,
    boolean failOnLostDetail) {
  /** Every file as it is. */
  public static final TransferOptions NONE =
      new TransferOptions(
          Optional.empty(),
          false,
          false,
          false,
          List.of(),
          List.of(),
          Optional.empty(),
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);

  /** Without a list of what was skipped as equal, and with metadata as it is. */
  public TransferOptions(
      Optional<String> sync,
      boolean deleteExtra,
      boolean force,
      boolean verify,
      List<String> preserve,
      List<NameFilter> filters,
      Optional<String> symlinks,
      boolean skipSourceErrors,
      boolean failOnQuota,
      Optional<String> storageClass,
      Optional<String> checksum,
      Optional<String> acl,
      Optional<Instant> asOf,
      Optional<RestoreArchived> restore,
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
        Optional.empty(),
        false);
  }

  /** Copies the lists; what is missing is empty. */
  public TransferOptions {
    preserve = Lists.copy(preserve);
    filters = Lists.copy(filters);
  }
}
