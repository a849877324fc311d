package io.windlass.transfer;

/**
 * What a transfer has found and done. A subtask is one unit of work: each file, and the expansion
 * of each item and directory; {@code subtasks} = pending + retrying + succeeded + failed + expired
 * + cancelled.
 *
 * @param files found so far; grows while directories are walked
 * @param directories found so far
 * @param symlinks found so far
 * @param filesTransferred sent
 * @param filesSkipped equal under the sync level
 * @param filesDeleted of a deletion, or extra at the destination
 * @param bytes of the files found so far
 * @param bytesTransferred payload
 * @param bytesChecksummed read only to compare
 * @param subtasks units of work found so far
 * @param pending not begun
 * @param retrying failed, to be tried again
 * @param succeeded done
 * @param failed given up
 * @param expired not done when the deadline came
 * @param cancelled not done when it was cancelled
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
    long subtasks,
    long pending,
    long retrying,
    long succeeded,
    long failed,
    long expired,
    long cancelled,
    long skippedErrors,
    long faults) {}
