package io.windlass.filesystem.tree;

/** Where an object belongs in a linked directory, if it can be there at all. Immutable. */
public sealed interface KeyPath {

  /**
   * The object is the marker of a directory.
   *
   * @param path below the linked directory, without slashes at its ends; empty for the linked
   *     directory itself
   */
  record Directory(String path) implements KeyPath {}

  /**
   * The object is a file or a symbolic link; its metadata tell which.
   *
   * @param path below the linked directory, never empty
   */
  record File(String path) implements KeyPath {}

  /**
   * The tree has no path for such a key; the object stays where it is and is not renamed.
   *
   * @param code what a report says
   * @param reason one sentence for a person
   */
  record Unsuitable(ReportCode code, String reason) implements KeyPath {}
}
