package io.windlass.catalog.content;

import io.windlass.catalog.Catalog;
import io.windlass.catalog.NewStoredFile;
import io.windlass.catalog.StoredFile;
import io.windlass.catalog.StoredFiles;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import java.util.Optional;

/**
 * Stored files of one's own for objects of others, under another name or content type. No bytes
 * move. Thread-safe.
 */
public final class StoredFileCopies {
  private final Downloads downloads;
  private final StoredFiles files;

  /** Copies of what the catalog holds. */
  public StoredFileCopies(Catalog catalog, Downloads downloads) {
    this.files = catalog.storedFiles();
    this.downloads = downloads;
  }

  /**
   * A stored file of the caller's own for the same object. Needs DOWNLOAD on the entry, one of
   * whose versions must be the file.
   *
   * @param fileName absent: as it is
   * @param contentType absent: as it is
   */
  public StoredFile copy(
      Caller caller,
      BatchDownload.Item source,
      Optional<String> fileName,
      Optional<String> contentType) {
    caller.require(Scope.MODIFY, Scope.DOWNLOAD);
    StoredFile file = downloads.granted(caller, source);
    return files.register(
        caller,
        new NewStoredFile(
            file.locationId(),
            file.bucket(),
            file.key(),
            file.versionId(),
            file.storeEtag(),
            file.size(),
            file.md5(),
            file.sha256(),
            contentType.or(() -> Optional.of(file.contentType())),
            fileName.or(() -> Optional.of(file.fileName())),
            file.written()));
  }
}
