package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;

/**
 * Who may do what with a collection: what the access list of its project says. Those of the
 * installation's own connections are for administrators. Thread-safe.
 */
public final class ProjectCollections {
  private final ProjectOwned projects;
  private final String installationGuid;

  /**
   * Collections ruled by the access lists of projects.
   *
   * @param installationGuid the owner of connections that belong to no project
   */
  public ProjectCollections(Catalog catalog, String installationGuid) {
    this.projects =
        new ProjectOwned(catalog.entries(), catalog.accessLists(), ProjectCollections::notFound);
    this.installationGuid = installationGuid;
  }

  /** What somebody wants with a collection. */
  public enum Use {
    /** Know that it is there; needs READ on the project. */
    SEE(Scope.VIEW, Access.READ),
    /** Look into it and read what it holds; needs DOWNLOAD on the project. */
    READ(Scope.DOWNLOAD, Access.DOWNLOAD),
    /** Change what it holds; needs what temporary keys that may write need. */
    WRITE(Scope.MODIFY, Access.DOWNLOAD, Access.CREATE, Access.UPDATE, Access.DELETE),
    /** Change how it is shown and reached; needs CHANGE_SETTINGS on the project. */
    CHANGE(Scope.MODIFY, Access.CHANGE_SETTINGS);

    private final Scope scope;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Access[] access;

    Use(Scope scope, Access... access) {
      this.scope = scope;
      this.access = access;
    }
  }

  /** Whether the caller may use the collections of a project like this. */
  public boolean allows(Caller caller, String projectGuid, Use use) {
    return ProjectOwned.allows(() -> require(caller, projectGuid, use));
  }

  /**
   * Fails unless the caller may use the collections of a project like this.
   *
   * @param projectGuid of a project, or the installation's own
   * @throws WindlassException NOT_FOUND {@code collection_not_found} when the caller may not read
   *     the project; FORBIDDEN {@code access_denied}, {@code insufficient_scope}
   */
  public void require(Caller caller, String projectGuid, Use use) {
    if (projectGuid.equals(installationGuid)) {
      if (!caller.user().administrator()) {
        throw notFound();
      }
      caller.require(use.scope);
      return;
    }
    projects.require(caller, projectGuid, use.access);
  }

  /** What is said of a collection that is not there, or that the caller may not see. */
  public static WindlassException notFound() {
    return Problem.of(
            Kind.NOT_FOUND, "collection_not_found", "There is no such collection that you may see.")
        .withRemedy("windlass collections list shows those there are.")
        .toException();
  }
}
