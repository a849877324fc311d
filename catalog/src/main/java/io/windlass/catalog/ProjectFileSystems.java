package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;
import java.util.List;
import java.util.Optional;

/**
 * Who may do what with a file system and its links: what the access list of its project says.
 * Making and deleting one is for administrators, since it touches the machine that has it.
 * Thread-safe.
 */
public final class ProjectFileSystems {
  private final Entries entries;
  private final ProjectOwned projects;

  /** File systems ruled by the access lists of projects. */
  public ProjectFileSystems(Catalog catalog) {
    this.entries = catalog.entries();
    this.projects =
        new ProjectOwned(catalog.entries(), catalog.accessLists(), ProjectFileSystems::notFound);
  }

  /** What somebody wants with a file system. */
  public enum Use {
    /** Look at it, its links and tasks; needs READ on the project. */
    SEE(Access.READ),
    /** Import, export, release; change tags; needs UPDATE on the project. */
    RUN(Access.UPDATE),
    /** Make, change and delete links; needs what keys that may write need. */
    LINK(Access.DOWNLOAD, Access.CREATE, Access.UPDATE, Access.DELETE);

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Access[] access;

    Use(Access... access) {
      this.access = access;
    }
  }

  /** Whether the caller may use the file systems of a project like this. */
  public boolean allows(Caller caller, String projectGuid, Use use) {
    return ProjectOwned.allows(() -> require(caller, projectGuid, use));
  }

  /**
   * Fails unless the caller may use the file systems of a project like this.
   *
   * @throws WindlassException NOT_FOUND {@code file_system_not_found} when the caller may not read
   *     the project; FORBIDDEN {@code access_denied}, {@code insufficient_scope}
   */
  public void require(Caller caller, String projectGuid, Use use) {
    projects.require(caller, projectGuid, use.access);
  }

  /**
   * Fails unless the caller may make and delete file systems.
   *
   * @throws WindlassException FORBIDDEN {@code administrator_required}, {@code insufficient_scope}
   */
  public void requireMaker(Caller caller) {
    caller.requireAdministrator();
  }

  /**
   * The project that a new file system belongs to: the named one, else the only one that the caller
   * may read.
   *
   * @param named name, guid or alias of a project
   * @throws WindlassException as {@link #requireMaker}; NOT_FOUND without such a project; INVALID
   *     {@code project_not_named} when there is not exactly one
   */
  public Entry projectForMaking(Caller caller, Optional<String> named) {
    requireMaker(caller);
    if (named.isPresent()) {
      return entries.project(caller, named.get());
    }
    List<Entry> some = entries.searchProjects(caller, "", new Page(Optional.empty(), 2)).items();
    if (some.size() != 1) {
      throw Problem.of(
              Kind.INVALID,
              "project_not_named",
              "There is "
                  + (some.isEmpty() ? "no" : "more than one")
                  + " project that you may see.")
          .withRemedy("Name the project that the file system is to belong to.")
          .toException();
    }
    return some.getFirst();
  }

  private static WindlassException notFound() {
    return Problem.of(
            Kind.NOT_FOUND,
            "file_system_not_found",
            "There is no such file system that you may see.")
        .toException();
  }
}
