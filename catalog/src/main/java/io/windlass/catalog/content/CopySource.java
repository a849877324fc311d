package io.windlass.catalog.content;

import io.windlass.catalog.Access;
import io.windlass.catalog.AccessLists;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.StoredFiles;
import io.windlass.catalog.Versions;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.StoreAddress;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Files that a store is to copy by itself, and whether it can. Thread-safe. */
final class CopySource {
  private final StoredFiles files;
  private final Versions versions;
  private final AccessLists accessLists;
  private final Locations locations;

  CopySource(Catalog catalog, Locations locations) {
    this.files = catalog.storedFiles();
    this.versions = catalog.versions();
    this.accessLists = catalog.accessLists();
    this.locations = locations;
  }

  /** A file to copy, as the target's store sees it now. */
  record Source(StoredFile file, ObjectFacts facts) {}

  /** The file, if the caller may download it. */
  StoredFile find(Caller caller, NewUpload.Copy copy) {
    StoredFile file =
        files
            .find(copy.sourceFileId())
            .orElseThrow(() -> UploadProblems.fileNotFound(copy.sourceFileId()));
    accessLists.require(caller, copy.sourceEntryId(), Access.DOWNLOAD);
    if (!versions.names(copy.sourceEntryId(), file.id())) {
      throw UploadProblems.fileNotFound(copy.sourceFileId());
    }
    return file;
  }

  /**
   * Makes sure that the target's store can copy the file: same store and region, not the same
   * location, readable with the target's keys, and still what was registered.
   */
  Source check(StoredFile file, Location target) {
    if (file.locationId() == target.id()) {
      throw UploadProblems.cannotCopy(
          "same_location", "The file is in location " + target.id() + " already.");
    }
    Location from = locations.find(file.locationId()).orElseThrow();
    StoreAddress there = locations.open(from).address();
    StoreAddress here = locations.open(target).address();
    if (!endpoint(there).equals(endpoint(here)) || !there.region().equals(here.region())) {
      throw UploadProblems.cannotCopy(
          "other_region",
          "A store copies only within itself and one region; the file is in another.");
    }
    return new Source(file, facts(file, target));
  }

  /** The object as the target's store sees it. */
  ObjectFacts facts(StoredFile file, Location target) {
    ObjectFacts facts;
    try {
      facts = locations.open(target).head(objectOf(file));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.Denied
          || e.failure() instanceof StoreFailure.NoSuchObject) {
        throw UploadProblems.cannotCopy(
            "source_not_readable",
            "The connection of the target location cannot read the object that is to be copied.");
      }
      throw e;
    }
    if (facts.size() != file.size()
        || !file.storeEtag().orElse(facts.etag()).equals(facts.etag())) {
      throw UploadProblems.cannotCopy(
          "source_changed", "The object is not what it was when it became a file.");
    }
    return facts;
  }

  static ObjectId objectOf(StoredFile file) {
    return new ObjectId(file.bucket(), file.key(), file.versionId());
  }

  private static Optional<String> endpoint(StoreAddress address) {
    return address.endpoint().map(CopySource::hostAndPort);
  }

  private static String hostAndPort(URI endpoint) {
    return (endpoint.getAuthority() == null ? endpoint.toString() : endpoint.getAuthority())
        .toLowerCase(Locale.ROOT);
  }
}
