package io.windlass.catalog;

import io.windlass.connection.location.Locations;
import io.windlass.database.Database;
import java.time.InstantSource;

/** The catalog's services, wired together. Thread-safe; any number of nodes share one database. */
public final class Catalog {
  private final Entries entries;
  private final Versions versions;
  private final Trash trash;
  private final AccessLists accessLists;
  private final LocationSettings locationSettings;
  private final StoredFiles storedFiles;

  /** The catalog in a database. */
  public Catalog(Database database, Locations locations, InstantSource clock) {
    Transactions transactions = new Transactions(database.jdbi(), clock);
    this.entries = new Entries(transactions, locations);
    this.versions = new Versions(transactions);
    this.trash = new Trash(transactions);
    this.accessLists = new AccessLists(transactions);
    this.locationSettings = new LocationSettings(transactions, locations);
    this.storedFiles = new StoredFiles(transactions, locations);
  }

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
