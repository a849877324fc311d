package io.windlass.filesystem.imports;

/**
 * How many keys were looked at, and with what success.
 *
 * @param total {@code succeeded} and {@code failed} together
 * @param succeeded taken over, agreeing already, or not asked for
 * @param failed not taken over
 */
public record ImportCounts(long total, long succeeded, long failed) {
  /** Nothing yet. */
  public static final ImportCounts NONE = new ImportCounts(0, 0, 0);

  ImportCounts plus(Applied applied) {
    boolean failure = applied.outcome() == Applied.Outcome.FAILED;
    return new ImportCounts(total + 1, succeeded + (failure ? 0 : 1), failed + (failure ? 1 : 0));
  }
}
