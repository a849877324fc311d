package io.windlass.catalog.content;

/** Where new content is to go. */
public sealed interface UploadTarget {
  /** To the effective location of a project or folder, in which the caller may create. */
  record Folder(long entryId) implements UploadTarget {}

  /**
   * To a location by its id: the installation's default one, one that the caller owns, or one that
   * is effective in a folder in which the caller may create.
   */
  record AtLocation(long locationId) implements UploadTarget {}
}
