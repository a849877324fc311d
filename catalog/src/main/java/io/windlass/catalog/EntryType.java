package io.windlass.catalog;

/** What an entry of the catalog is. */
public enum EntryType {
  /** Owner of everything below it; has no parent. */
  PROJECT,
  /** Holds folders and files. */
  FOLDER,
  /** Points at an object in a store, in one or more versions. */
  FILE;

  /** Whether entries may lie below an entry of this type. */
  public boolean isContainer() {
    return this != FILE;
  }
}
