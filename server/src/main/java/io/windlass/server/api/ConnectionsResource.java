package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.Entries;
import io.windlass.catalog.Entry;
import io.windlass.catalog.ProjectConnections;
import io.windlass.catalog.ProjectConnections.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.client.model.Connection;
import io.windlass.client.model.Page;
import io.windlass.client.model.Verification;
import io.windlass.client.model.VerifyRequest;
import io.windlass.connection.ConnectionDocument;
import io.windlass.connection.Connections;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import io.windlass.server.http.RunsAgain;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How S3 accounts are reached. Connections are sent as documents, JSON or YAML. */
@Path("/api/v1/connections")
@RunOnVirtualThread
public class ConnectionsResource {
  private static final String YAML = "application/yaml";
  private static final String X_YAML = "application/x-yaml";
  private static final int PROJECTS = 50;

  private final CurrentCaller caller;
  private final Connections connections;
  private final ProjectConnections rights;
  private final Entries entries;

  ConnectionsResource(
      CurrentCaller caller, Connections connections, ProjectConnections rights, Entries entries) {
    this.caller = caller;
    this.connections = connections;
    this.rights = rights;
    this.entries = entries;
  }

  /**
   * Makes a connection for a project, or for the installation when neither the query nor the
   * document names a project and the caller is an administrator.
   */
  @POST
  @Consumes({MediaType.APPLICATION_JSON, YAML, X_YAML, MediaType.TEXT_PLAIN})
  public Connection create(@QueryParam("project") Optional<String> project, String document) {
    ConnectionDocument wanted = ConnectionDocument.parse(required(document));
    String guid = owner(project.or(wanted::projectId));
    rights.require(caller.get(), guid, Use.CHANGE);
    return ConnectionRecords.connection(
        connections.create(wanted.newConnection(guid, caller.get().user().id())));
  }

  /** The connections of a project, or of all projects that the caller may read. */
  @GET
  public Page<Connection> list(
      @QueryParam("project") Optional<String> project,
      @QueryParam("cursor") Optional<String> cursor,
      @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page page = Paging.page(cursor, limit);
    if (project.isEmpty()) {
      return ofAllProjects(page);
    }
    String guid = entries.project(caller.get(), project.get()).guid().orElseThrow();
    io.windlass.foundation.Page.Of<io.windlass.connection.Connection> list =
        connections.list(guid, page);
    return CatalogRecords.page(list.items(), list.nextCursor(), ConnectionRecords::connection);
  }

  /** One connection. */
  @GET
  @Path("{connection}")
  public Connection get(@PathParam("connection") String id) {
    return ConnectionRecords.connection(rights.get(caller.get(), id, Use.SEE));
  }

  /** Changes it in place; other secrets are tested against all its locations first. */
  @PATCH
  @Path("{connection}")
  @Consumes({MediaType.APPLICATION_JSON, YAML, X_YAML, MediaType.TEXT_PLAIN})
  public Connection update(@PathParam("connection") String id, String document) {
    io.windlass.connection.Connection existing = rights.get(caller.get(), id, Use.CHANGE);
    return ConnectionRecords.connection(
        connections.update(
            existing.id(), ConnectionDocument.parse(required(document)).change(existing)));
  }

  /** Forgets it. Objects stay in their store. */
  @DELETE
  @Path("{connection}")
  public void delete(@PathParam("connection") String id) {
    connections.delete(rights.get(caller.get(), id, Use.CHANGE).id());
  }

  /** Tries each permission for real. */
  @POST
  @Path("{connection}/verify")
  @RunsAgain
  public Verification verify(@PathParam("connection") String id, VerifyRequest request) {
    VerifyRequest wanted = required(request);
    return ConnectionRecords.verification(
        connections.verify(
            rights.get(caller.get(), id, Use.USE).id(),
            new io.windlass.connection.verification.VerifyRequest(
                wanted.bucket(), wanted.prefix().orElse(""), wanted.readOnly())));
  }

  private String owner(Optional<String> project) {
    Caller who = caller.get();
    if (project.isPresent()) {
      return entries.project(who, project.get()).guid().orElseThrow();
    }
    if (!who.user().administrator()) {
      throw Problem.of(Kind.INVALID, "project_missing", "No project was named.")
          .withRemedy("Name one with ?project= or project_id in the document.")
          .toException();
    }
    return connections.installationGuid();
  }

  /** Pages by projects, so that a page may hold more or fewer connections than asked for. */
  private Page<Connection> ofAllProjects(io.windlass.foundation.Page page) {
    Caller who = caller.get();
    io.windlass.foundation.Page.Of<Entry> projects =
        entries.searchProjects(
            who,
            "",
            new io.windlass.foundation.Page(page.cursor(), Math.min(page.limit(), PROJECTS)));
    Stream<String> own =
        page.cursor().isEmpty() && who.user().administrator()
            ? Stream.of(connections.installationGuid())
            : Stream.empty();
    List<io.windlass.connection.Connection> all =
        Stream.concat(own, projects.items().stream().flatMap(entry -> entry.guid().stream()))
            .flatMap(guid ->
                connections.list(guid, io.windlass.foundation.Page.first()).items().stream())
            .toList();
    return CatalogRecords.page(all, projects.nextCursor(), ConnectionRecords::connection);
  }
}
