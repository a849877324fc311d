package io.windlass.catalog;

import java.util.Optional;

/**
 * A file to create, with its first version.
 *
 * @param parentId a project or folder
 * @param name unique in the parent; see {@link EntryName}
 * @param storedFileId what the first version points at; the caller must have registered it
 * @param description at most 1,000 characters
 * @param versionLabel short name of the first version
 * @param versionComment why it was made
 */
public record NewFile(
    long parentId,
    String name,
    long storedFileId,
    Optional<String> description,
    Optional<String> versionLabel,
    Optional<String> versionComment) {

  /** A file with nothing but a name and content. */
  public static NewFile named(long parentId, String name, long storedFileId) {
    return new NewFile(
        parentId, name, storedFileId, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
