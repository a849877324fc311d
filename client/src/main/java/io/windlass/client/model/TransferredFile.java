package io.windlass.client.model;

import java.util.Optional;

/**
 * What became of one file or directory of a transfer.
 *
 * @param source path; absent for what was deleted at the destination
 * @param destination path; absent in a deletion
 * @param size bytes
 * @param checksum of the content as the destination holds it, where one is known
 * @param versionId written, where the destination keeps versions
 * @param outcome {@code copied} by the store itself, {@code streamed}, {@code skipped}, {@code
 *     deleted}, {@code made}, {@code skipped_error}, {@code failed}, {@code would_send} or {@code
 *     would_delete}
 * @param problem why it was not done
 */
public record TransferredFile(
    Optional<String> source,
    Optional<String> destination,
    long size,
    Optional<Checksum> checksum,
    Optional<String> versionId,
    String outcome,
    Optional<StoredProblem> problem) {}
