package io.windlass.transfer.plan;

import io.windlass.transfer.Cost;
import io.windlass.transfer.TransferredFile;
import io.windlass.transfer.batch.Batch;
import io.windlass.transfer.batch.Batches.Phase;
import java.util.List;

/**
 * A piece of a plan: becomes true as a whole or not at all.
 *
 * @param batches what is to be done; numbered from the position's {@code nextBatch} backwards
 * @param lines of the report that need no work
 * @param found what was met on the way
 * @param costs what the work would ask of stores, and the planner has: of a dry run
 * @param position where to go on
 */
public record Cut(
    List<Part> batches,
    List<TransferredFile> lines,
    Found found,
    List<Cost> costs,
    Position position) {
  /** Copies the lists. */
  public Cut {
    batches = List.copyOf(batches);
    lines = List.copyOf(lines);
    costs = List.copyOf(costs);
  }

  /** Work of one phase. */
  public record Part(long number, Phase phase, Batch batch) {}

  /**
   * What was met on the way.
   *
   * @param skipped files equal under the sync level
   * @param items whose expansion is done
   */
  public record Found(
      long files, long directories, long symlinks, long bytes, long skipped, long items) {}
}
