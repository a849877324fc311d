package io.windlass.server.synapse.entities;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entry;
import io.windlass.catalog.FileVersion;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.EntityIds;
import io.windlass.server.synapse.HandleIds;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Versions of files. */
@Path("/repo/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class VersionResource {
  private final Catalog catalog;
  private final CurrentCaller caller;

  VersionResource(Catalog catalog, CurrentCaller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  /** A page of the versions, newest first. */
  @GET
  @Path("entity/{id}/version")
  @Requires(value = Scope.VIEW, anonymous = true)
  public Versions list(
      @PathParam("id") String id,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("offset") @DefaultValue("0") int offset) {
    if (limit < 1 || limit > Page.MOST || offset < 0) {
      throw invalid("page_out_of_range", "limit is 1 to 1000 and offset 0 or more.");
    }
    Caller who = caller.get();
    Entry entry = catalog.entries().get(who, EntityIds.parse(id));
    List<Versions.Version> wanted = new ArrayList<>();
    long seen = 0;
    Page page = Page.first();
    Optional<String> next;
    do {
      Page.Of<FileVersion> slice = catalog.versions().list(who, entry.id(), page);
      for (FileVersion version : slice.items()) {
        if (seen >= offset && wanted.size() < limit) {
          wanted.add(Translation.version(entry, version));
        }
        seen++;
      }
      next = slice.nextCursor();
      page = new Page(next, Page.MOST);
    } while (next.isPresent());
    return new Versions(wanted, seen);
  }

  /** The file with one of its versions. */
  @GET
  @Path("entity/{id}/version/{version}")
  @Requires(value = Scope.VIEW, anonymous = true)
  public EntityDocument get(@PathParam("id") String id, @PathParam("version") long version) {
    return Translation.entity(catalog.versions().get(caller.get(), EntityIds.parse(id), version));
  }

  /** Deletes a version. */
  @DELETE
  @Path("entity/{id}/version/{version}")
  @Requires(value = Scope.MODIFY, anonymous = true)
  public void delete(@PathParam("id") String id, @PathParam("version") long version) {
    catalog.versions().delete(caller.get(), EntityIds.parse(id), version);
  }

  /** Lets a version point at another copy of the same content. */
  @PUT
  @Path("entity/{id}/version/{version}/filehandle")
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public Response swap(
      @PathParam("id") String id, @PathParam("version") long version, Versions.Swap wanted) {
    catalog
        .versions()
        .swapFile(
            caller.get(),
            EntityIds.parse(id),
            version,
            handle(wanted.oldFileHandleId(), "oldFileHandleId"),
            handle(wanted.newFileHandleId(), "newFileHandleId"));
    return Response.ok().build();
  }

  /** How a version came about: Windlass keeps no provenance. */
  @GET
  @Path("entity/{id}/version/{version}/generatedBy")
  @Requires(value = Scope.VIEW, anonymous = true)
  public Response generatedBy(@PathParam("id") String id, @PathParam("version") long version) {
    catalog.versions().get(caller.get(), EntityIds.parse(id), version);
    throw Problem.of(Kind.NOT_FOUND, "no_provenance", "Nothing is known about how this came about.")
        .toException();
  }

  private static long handle(Optional<String> id, String field) {
    return HandleIds.parse(
        id.orElseThrow(() -> invalid("file_handle_missing", field + " is missing.")));
  }

  private static RuntimeException invalid(String code, String message) {
    return Problem.of(Kind.INVALID, code, message).toException();
  }
}
