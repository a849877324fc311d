package io.windlass.catalog;

import java.util.List;
import java.util.Optional;

/**
 * An object already in the bucket that is to become a file, as a listing or a HEAD shows it.
 *
 * @param folders names of the folders between the target folder and the file, outermost first;
 *     those missing are made
 * @param name of the file
 * @param key whole key of the object
 * @param versionId version of the object, where known
 * @param storeEtag the store's ETag without quotes
 * @param size bytes
 * @param md5 32 hex digits, where known
 * @param contentType media type, where known
 */
public record NewRegisteredFile(
    List<String> folders,
    String name,
    String key,
    Optional<String> versionId,
    Optional<String> storeEtag,
    long size,
    Optional<String> md5,
    Optional<String> contentType) {
  /** Copies the list. */
  public NewRegisteredFile {
    folders = List.copyOf(folders);
  }
}
