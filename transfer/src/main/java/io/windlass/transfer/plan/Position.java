package io.windlass.transfer.plan;

import java.util.List;

/**
 * How far a planner is: all that the next attempt needs to know. Immutable.
 *
 * @param item index of the item that is walked
 * @param after sort key of the last entry of it that has been dealt with; empty at its begin
 * @param files as {@link SharedNames#kept}
 * @param openDirectory sort key of a directory of which nobody knows yet whether it is empty; empty
 *     for none
 * @param seen whether this item had any entry
 * @param extras whether the destination had any that this item lacks
 * @param incomplete whether something in any source could not be listed
 * @param emptied whether the source of an item is empty and its destination would be
 * @param nextBatch number of the next batch
 * @param walked whether all items have been walked
 */
public record Position(
    int item,
    String after,
    List<String> files,
    String openDirectory,
    boolean seen,
    boolean extras,
    boolean incomplete,
    boolean emptied,
    long nextBatch,
    boolean walked) {
  /** The begin. */
  public static final Position BEGIN =
      new Position(0, "", List.of(), "", false, false, false, false, 0, false);

  /** Copies the list. */
  public Position {
    files = List.copyOf(files);
  }

  /** Behind an entry. */
  Position behind(String sortKey, List<String> sharedNames) {
    return new Position(
        item,
        sortKey,
        sharedNames,
        openDirectory,
        seen,
        extras,
        incomplete,
        emptied,
        nextBatch,
        walked);
  }

  /** With an entry of the source. */
  Position sawEntry() {
    return new Position(
        item, after, files, openDirectory, true, extras, incomplete, emptied, nextBatch, walked);
  }

  /** With something at the destination that the source lacks. */
  Position sawExtra() {
    return new Position(
        item, after, files, openDirectory, seen, true, incomplete, emptied, nextBatch, walked);
  }

  /** With or without a directory that may be empty. */
  Position open(String directory) {
    return new Position(
        item, after, files, directory, seen, extras, incomplete, emptied, nextBatch, walked);
  }

  /** With something that could not be listed. */
  Position missedSomething() {
    return new Position(
        item, after, files, openDirectory, seen, extras, true, emptied, nextBatch, walked);
  }

  /** With another number for the next batch. */
  Position numbered(long number) {
    return new Position(
        item, after, files, openDirectory, seen, extras, incomplete, emptied, number, walked);
  }

  /** At the begin of the item behind this one. */
  Position nextItem(boolean wouldEmpty) {
    return new Position(
        item + 1,
        "",
        List.of(),
        "",
        false,
        false,
        incomplete,
        emptied || wouldEmpty,
        nextBatch,
        walked);
  }

  /** At the end of everything. */
  Position end() {
    return new Position(
        item, "", List.of(), "", seen, extras, incomplete, emptied, nextBatch, true);
  }
}
