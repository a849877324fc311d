package io.windlass.transfer.batch;

/**
 * One thing to do, as the planner found it.
 *
 * @param base index into {@link Batch#bases}
 * @param path below the base; empty for the base itself
 * @param action what to do
 * @param size bytes of the source; of a deletion those at the destination
 * @param modified nanoseconds since the epoch; 0 where nobody knows
 * @param etag of the source object; empty where it has none
 * @param version of the source object to read; empty for the current one
 * @param storageClass of the source object; empty where it has none
 * @param destinationModified nanoseconds since the epoch, of what is to be compared; 0 where there
 *     is nothing
 * @param destinationEtag of what is to be compared; empty where it has none
 * @param attempts how often it has failed
 * @param firstFault when it failed first, in milliseconds since the epoch
 */
public record Entry(
    int base,
    String path,
    Action action,
    long size,
    long modified,
    String etag,
    String version,
    String storageClass,
    long destinationModified,
    String destinationEtag,
    int attempts,
    long firstFault) {

  /** The size of what nobody has looked at. */
  public static final long UNKNOWN = -1;

  /** What to do with an entry. */
  public enum Action {
    /** Send the file. */
    SEND,
    /** Send the file unless source and destination are found equal. */
    COMPARE,
    /** Make the directory or its marker. */
    MAKE_DIRECTORY,
    /** Make the symbolic link again. */
    LINK,
    /** Write a delete marker: the source has one among its versions. */
    MARK_DELETED,
    /** Delete the file, link or marker. */
    DELETE,
    /** Remove the directory, which is empty by now. */
    REMOVE_DIRECTORY
  }

  /** A first attempt at something with a path. */
  public static Entry of(int base, String path, Action action, long size) {
    return new Entry(base, path, action, size, 0, "", "", "", 0, "", 0, 0);
  }

  /** The same, failed once more. */
  public Entry failed(long nowMillis) {
    return new Entry(
        base,
        path,
        action,
        size,
        modified,
        etag,
        version,
        storageClass,
        destinationModified,
        destinationEtag,
        attempts + 1,
        attempts == 0 ? nowMillis : firstFault);
  }

  /** The same, to be done without a look at what is there. */
  public Entry sent() {
    return new Entry(
        base,
        path,
        action == Action.COMPARE ? Action.SEND : action,
        size,
        modified,
        etag,
        version,
        storageClass,
        destinationModified,
        destinationEtag,
        attempts,
        firstFault);
  }

  /** The same, with other facts of the source. */
  public Entry changed(long newSize, String newEtag) {
    return new Entry(
        base,
        path,
        action,
        newSize,
        modified,
        newEtag,
        version,
        storageClass,
        destinationModified,
        destinationEtag,
        attempts,
        firstFault);
  }

  /** The same, of a version of the source. */
  public Entry ofVersion(String id) {
    return new Entry(
        base,
        path,
        action,
        size,
        modified,
        etag,
        id,
        storageClass,
        destinationModified,
        destinationEtag,
        attempts,
        firstFault);
  }

  /** The same, under another base. */
  public Entry under(int otherBase) {
    return new Entry(
        otherBase,
        path,
        action,
        size,
        modified,
        etag,
        version,
        storageClass,
        destinationModified,
        destinationEtag,
        attempts,
        firstFault);
  }
}
