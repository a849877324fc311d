package io.windlass.filesystem;

/** What rights below its prefix a link must prove to have when it is made. */
public enum LinkRights {
  /** Those that it needs: to list and to read, and to write if it exports by itself. */
  NEEDED,
  /** To list, read and write, as FSx for Lustre demands of every association. */
  ALL
}
