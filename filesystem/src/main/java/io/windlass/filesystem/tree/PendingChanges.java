package io.windlass.filesystem.tree;

/** What the local side has seen of users' changes and not yet brought to the bucket. */
@FunctionalInterface
public interface PendingChanges {
  /** Of a link without export: nothing is ever pending. */
  PendingChanges NONE = _ -> false;

  /**
   * Whether a change of this entry, or of a directory above it (a rename, a removal), waits to be
   * exported.
   *
   * @param path below the linked directory
   */
  boolean covers(String path);
}
