package io.windlass.catalog.content;

import io.windlass.catalog.StoredFile;
import java.util.Optional;

/** What became of one item of a batch; items fail singly. */
public sealed interface BatchDownload {
  /** The stored file that was asked for. */
  long fileId();

  /** The file may be read. */
  record Granted(StoredFile file, Optional<Download> download) implements BatchDownload {
    @Override
    public long fileId() {
      return file.id();
    }
  }

  /** The file may not be read, or is not there. */
  record Failed(long fileId, Reason reason) implements BatchDownload {}

  /** Why an item failed. */
  enum Reason {
    /** There is no such stored file, or no such entry. */
    NOT_FOUND,
    /** The entry has no version that is this file, or the caller may not download it. */
    UNAUTHORIZED
  }

  /**
   * What is asked for.
   *
   * @param fileId a stored file
   * @param entryId a file of the catalog with a version that is this stored file
   */
  record Item(long fileId, long entryId) {}
}
