package io.windlass.client.model;

import java.util.Optional;

/**
 * One thing to transfer: a file, or a directory with all below it.
 *
 * @param source path in the source collection; an {@code https} address when the transfer has no
 *     source collection
 * @param destination path in the destination collection: the whole path of the new file, or the
 *     directory that gets the contents of the source directory
 * @param recursive {@code true} for a directory, {@code false} for a file, absent to look
 * @param checksum what the bytes of the file must have; a mismatch fails the transfer
 * @param versionId of the source object
 */
public record TransferItem(
    String source,
    String destination,
    Optional<Boolean> recursive,
    Optional<Checksum> checksum,
    Optional<String> versionId) {}
