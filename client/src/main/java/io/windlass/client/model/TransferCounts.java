package io.windlass.client.model;

/**
 * What a transfer has found and done so far.
 *
 * @param files found
 * @param directories found
 * @param symlinks found
 * @param filesTransferred sent
 * @param filesSkipped equal under the sync level
 * @param filesDeleted of a deletion, or extra at the destination
 * @param bytes of the files found
 * @param bytesTransferred payload
 * @param bytesChecksummed read only to compare
 * @param failed files and directories given up
 * @param skippedErrors paths given up because the transfer allows it
 * @param faults errors met, those that a later attempt overcame included
 */
public record TransferCounts(
    long files,
    long directories,
    long symlinks,
    long filesTransferred,
    long filesSkipped,
    long filesDeleted,
    long bytes,
    long bytesTransferred,
    long bytesChecksummed,
    long failed,
    long skippedErrors,
    long faults) {}
