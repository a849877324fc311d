package io.windlass.server.globus.files;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import io.windlass.catalog.ProjectCollections.Use;
import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.globus.Document;
import io.windlass.server.globus.Received;
import io.windlass.server.globus.Results;
import io.windlass.server.globus.endpoints.Endpoints;
import io.windlass.server.http.CurrentCaller;
import io.windlass.transfer.collection.Browser;
import io.windlass.transfer.collection.Collection;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** Small changes that are made at once. */
@Path("/v0.10")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class ChangeResource {
  private final CurrentCaller caller;
  private final Endpoints endpoints;
  private final Browser browser;
  private final Repeats repeats;

  ChangeResource(CurrentCaller caller, Endpoints endpoints, Browser browser, Repeats repeats) {
    this.caller = caller;
    this.endpoints = endpoints;
    this.browser = browser;
    this.repeats = repeats;
  }

  /** Makes a directory. */
  @POST
  @Path("operation/endpoint/{id}/mkdir")
  public Document makeDirectory(
      @PathParam("id") String id, Received body, @Context RoutingContext routing) {
    Collection collection = endpoints.get(id, Use.WRITE);
    String path = GlobusPaths.required(collection, "path", body.ofType("mkdir").text("path"));
    Caller who = caller.get();
    repeats.run(
        who,
        routing,
        () -> browser.makeDirectory(collection, who.user().id(), path),
        "mkdir",
        collection.id().toString(),
        path);
    return Results.of(
        "mkdir_result", "DirectoryCreated", "The directory was created successfully", routing);
  }

  /** Gives a file or directory another path. */
  @POST
  @Path("operation/endpoint/{id}/rename")
  public Document rename(
      @PathParam("id") String id, Received body, @Context RoutingContext routing) {
    Collection collection = endpoints.get(id, Use.WRITE);
    body.ofType("rename");
    String from = GlobusPaths.required(collection, "old_path", body.text("old_path"));
    String to = GlobusPaths.required(collection, "new_path", body.text("new_path"));
    Caller who = caller.get();
    repeats.run(
        who,
        routing,
        () -> browser.rename(collection, who.user().id(), from, to),
        "rename",
        collection.id().toString(),
        from,
        to);
    return Results.of("result", "FileRenamed", "File or directory renamed successfully", routing);
  }

  /** Symbolic links, which are not made this way. */
  @POST
  @Path("operation/endpoint/{id}/symlink")
  public Document symlink(@PathParam("id") String id) {
    endpoints.get(id, Use.WRITE);
    throw Problem.of(
            Kind.INVALID, "symlinks_unsupported", "Collections make no symbolic links on request.")
        .withRemedy("Transfers keep those they meet when recursive_symlinks is \"keep\".")
        .toException();
  }
}
