package io.windlass.catalog;

import java.util.Optional;

/**
 * A folder to create.
 *
 * @param parentId a project or folder
 * @param name unique in the parent; see {@link EntryName}
 * @param description at most 1,000 characters
 */
public record NewFolder(long parentId, String name, Optional<String> description) {

  /** A folder without description. */
  public static NewFolder named(long parentId, String name) {
    return new NewFolder(parentId, name, Optional.empty());
  }
}
