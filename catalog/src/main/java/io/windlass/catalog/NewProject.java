package io.windlass.catalog;

import java.util.Optional;

/**
 * A project to create.
 *
 * @param name unique among projects; see {@link EntryName}
 * @param displayName title for people
 * @param description at most 1,000 characters
 * @param region region that the project prefers
 */
public record NewProject(
    String name,
    Optional<String> displayName,
    Optional<String> description,
    Optional<String> region) {

  /** A project with nothing but a name. */
  public static NewProject named(String name) {
    return new NewProject(name, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
