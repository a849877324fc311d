package io.windlass.catalog.content;

/** Where new content is to go. */
public sealed interface UploadTarget {
  /**
   * To become a file of a project or folder, in which the caller may create, at its effective
   * location.
   */
  record Folder(long entryId, IfThere ifThere) implements UploadTarget {}

  /**
   * To a location by its id, as a stored file that no entry names yet: the installation's default
   * location, one that the caller owns, or one that is effective in a folder in which the caller
   * may create.
   */
  record AtLocation(long locationId) implements UploadTarget {}

  /** What to do when the folder has a file of that name. */
  enum IfThere {
    /** Give it a new version. */
    NEW_VERSION,
    /** Refuse, before a byte is sent and again at the end. */
    REFUSE
  }
}
