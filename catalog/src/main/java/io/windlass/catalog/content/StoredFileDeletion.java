package io.windlass.catalog.content;

import io.windlass.catalog.Catalog;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.StoredFiles;
import io.windlass.catalog.content.Leftovers.Leftover;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.connection.location.Locations;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Deleting stored files, and the objects that Windlass wrote for them. Thread-safe. */
public final class StoredFileDeletion {
  private final Jdbi jdbi;
  private final StoredFiles files;
  private final Leftovers leftovers;
  private final InstantSource clock;

  /** Deletion of what the catalog holds. */
  public StoredFileDeletion(Jdbi jdbi, Catalog catalog, Locations locations, InstantSource clock) {
    this.jdbi = jdbi;
    this.files = catalog.storedFiles();
    this.clock = clock;
    this.leftovers = new Leftovers(jdbi, files, locations, clock);
  }

  /**
   * Forgets a stored file of the caller's own; {@code CONFLICT} while a version of a file is this
   * one. The object goes too if Windlass wrote it and no other stored file names it; one that was
   * in the bucket before stays.
   */
  public void delete(Caller caller, long fileId) {
    caller.require(Scope.MODIFY);
    Optional<Leftover> object =
        jdbi.inTransaction(_ -> {
          StoredFile file = files.getOwn(caller, fileId);
          return files.delete(caller, fileId)
              ? Optional.of(
                  leftovers.add(
                      file.locationId(),
                      file.bucket(),
                      file.key(),
                      Optional.empty(),
                      clock.instant()))
              : Optional.empty();
        });
    object.ifPresent(leftovers::remove);
  }
}
