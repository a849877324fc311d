package io.windlass.transfer.batch;

import io.windlass.transfer.TransferredFile;
import java.util.List;

/**
 * What an attempt at a batch adds to the counts of its transfer.
 *
 * @param transferred files sent
 * @param skipped files found equal
 * @param deleted files deleted
 * @param bytes payload sent
 * @param checksummed bytes read only to compare
 * @param succeeded entries done
 * @param failed entries given up
 * @param skippedErrors entries given up because the transfer allows it
 * @param faults errors met
 */
public record Tally(
    long transferred,
    long skipped,
    long deleted,
    long bytes,
    long checksummed,
    long succeeded,
    long failed,
    long skippedErrors,
    long faults) {
  /** Nothing done. */
  public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** What these lines say; skipped files need not have lines. */
  public static Tally of(List<TransferredFile> lines, long skipped, long checksummed, long faults) {
    long transferred = 0;
    long deleted = 0;
    long bytes = 0;
    long succeeded = skipped;
    long failed = 0;
    long skippedErrors = 0;
    for (TransferredFile line : lines) {
      switch (line.outcome()) {
        case COPIED, STREAMED -> {
          transferred++;
          bytes += line.size();
          succeeded++;
        }
        case DELETED -> {
          deleted++;
          succeeded++;
        }
        case MADE, WOULD_SEND, WOULD_DELETE -> succeeded++;
        case SKIPPED -> {} // counted already
        case SKIPPED_ERROR -> skippedErrors++;
        case FAILED -> failed++;
      }
    }
    return new Tally(
        transferred,
        skipped,
        deleted,
        bytes,
        checksummed,
        succeeded + skippedErrors,
        failed,
        skippedErrors,
        faults);
  }
}
