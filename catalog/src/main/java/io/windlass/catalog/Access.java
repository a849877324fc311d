package io.windlass.catalog;

/** One thing that an access list can allow. */
public enum Access {
  /** See the entry and what it says of itself. */
  READ,
  /** Read the content of files; get read-only keys. */
  DOWNLOAD,
  /** Put entries into it. */
  CREATE,
  /** Change it, its annotations and its content. */
  UPDATE,
  /** Put it into the trash; delete versions. */
  DELETE,
  /** Carried for clients that send it; allows nothing by itself. */
  UPLOAD,
  /** Change access lists; needed for moves too. */
  CHANGE_PERMISSIONS,
  /** Change settings of the project. */
  CHANGE_SETTINGS,
  /** Carried for clients that send it; allows nothing by itself. */
  MODERATE
}
