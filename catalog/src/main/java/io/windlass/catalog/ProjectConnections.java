package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.connection.Connection;
import io.windlass.connection.Connections;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.WindlassException;

/**
 * Who may do what with a connection: what the access list of its project says. The installation's
 * own connections are for administrators. Thread-safe.
 */
public final class ProjectConnections {
  private final Connections connections;
  private final ProjectOwned projects;

  /** Connections ruled by the access lists of projects. */
  public ProjectConnections(Connections connections, Entries entries, AccessLists accessLists) {
    this.connections = connections;
    this.projects = new ProjectOwned(entries, accessLists, ProjectConnections::notFound);
  }

  /** What somebody wants with a connection. */
  public enum Use {
    /** Look at it; needs READ on the project. */
    SEE(Access.READ),
    /** Reach a store with it: verify it, make locations with it; needs CREATE on the project. */
    USE(Access.CREATE),
    /** Make, change or delete it; needs CHANGE_SETTINGS on the project. */
    CHANGE(Access.CHANGE_SETTINGS);

    private final Access access;

    Use(Access access) {
      this.access = access;
    }
  }

  /**
   * The connection, if the caller may use it like this.
   *
   * @throws io.windlass.foundation.WindlassException NOT_FOUND {@code connection_not_found} when
   *     there is none or the caller may not read its project; FORBIDDEN {@code access_denied}
   */
  public Connection get(Caller caller, String idOrAlias, Use use) {
    Connection connection = connections.find(idOrAlias).orElseThrow(ProjectConnections::notFound);
    require(caller, connection.projectGuid(), use);
    return connection;
  }

  /**
   * Fails unless the caller may use the connections of a project like this.
   *
   * @param projectGuid of a project, or the installation's own
   */
  public void require(Caller caller, String projectGuid, Use use) {
    if (projectGuid.equals(connections.installationGuid())) {
      if (!caller.user().administrator()) {
        throw notFound();
      }
      return;
    }
    projects.require(caller, projectGuid, use.access);
  }

  private static WindlassException notFound() {
    return Problem.of(
            Kind.NOT_FOUND, "connection_not_found", "There is no such connection that you may see.")
        .withRemedy("windlass connections list shows those there are.")
        .toException();
  }
}
