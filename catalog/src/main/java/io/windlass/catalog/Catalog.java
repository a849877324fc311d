package io.windlass.catalog;

/** The catalog's services, wired together. Thread-safe. */
public final class Catalog {
  private final Entries entries = new Entries();
  private final Versions versions = new Versions();
  private final Trash trash = new Trash();
  private final AccessLists accessLists = new AccessLists();
  private final LocationSettings locationSettings = new LocationSettings();
  private final StoredFiles storedFiles = new StoredFiles();

  /** The catalog. */
  public Catalog() {}

  /** Projects, folders and files. */
  public Entries entries() {
    return entries;
  }

  /** Versions of files. */
  public Versions versions() {
    return versions;
  }

  /** Deleted entries. */
  public Trash trash() {
    return trash;
  }

  /** Who may do what. */
  public AccessLists accessLists() {
    return accessLists;
  }

  /** Which locations files go to. */
  public LocationSettings locationSettings() {
    return locationSettings;
  }

  /** Objects in stores that the catalog knows. */
  public StoredFiles storedFiles() {
    return storedFiles;
  }
}
