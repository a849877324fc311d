package io.windlass.catalog;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an entry is: {@code PROJECT/a/b}. The project is its name, its guid or its alias ({@code
 * proj_1}). Immutable.
 *
 * @param project name, guid or alias
 * @param names of the entries below the project, outermost first; empty for the project itself
 */
public record CatalogPath(String project, List<String> names) {
  /** Deepest place of an entry; a project is at depth 1. */
  public static final int MAX_DEPTH = 50;

  /** Checks every name and the depth. */
  public CatalogPath {
    project = EntryName.checked(project);
    names = names.stream().map(EntryName::checked).toList();
    if (names.size() >= MAX_DEPTH) {
      throw Problem.of(
              Kind.INVALID, "path_too_deep", "A path must not be deeper than " + MAX_DEPTH + ".")
          .toException();
    }
  }

  /**
   * Reads a path. One slash at the front and one at the end are allowed.
   *
   * @throws io.windlass.foundation.WindlassException code {@code invalid_name} when a part is empty
   *     or no name, {@code path_too_deep} when there are too many
   */
  public static CatalogPath parse(String text) {
    int from = text.startsWith("/") ? 1 : 0;
    int to = text.length() > from && text.endsWith("/") ? text.length() - 1 : text.length();
    List<String> parts = new ArrayList<>(List.of(text.substring(from, to).split("/", -1)));
    return new CatalogPath(parts.removeFirst(), parts);
  }

  /** The path of what holds this entry; absent for a project. */
  public Optional<CatalogPath> parent() {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new CatalogPath(project, names.subList(0, names.size() - 1)));
  }

  /** The path of an entry in this one. */
  public CatalogPath child(String name) {
    List<String> longer = new ArrayList<>(names);
    longer.add(name);
    return new CatalogPath(project, longer);
  }

  /** The last part. */
  public String name() {
    return names.isEmpty() ? project : names.getLast();
  }

  /** The parts joined by {@code /}, without one at the ends. */
  @Override
  public String toString() {
    return names.isEmpty() ? project : project + "/" + String.join("/", names);
  }
}
