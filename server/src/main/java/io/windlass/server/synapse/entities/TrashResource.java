package io.windlass.server.synapse.entities;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.TrashedEntry;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.EntityIds;
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

/** What the caller has deleted. */
@Path("/repo/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class TrashResource {
  private final Catalog catalog;
  private final CurrentCaller caller;

  TrashResource(Catalog catalog, CurrentCaller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  /** Takes an entity back to where it was. */
  @PUT
  @Path("trashcan/restore/{id}")
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public Response restore(@PathParam("id") String id) {
    catalog.trash().restore(caller.get(), EntityIds.parse(id), Optional.empty());
    return Response.ok().build();
  }

  /** Takes an entity back to another place. */
  @PUT
  @Path("trashcan/restore/{id}/{parent}")
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public Response restoreTo(@PathParam("id") String id, @PathParam("parent") String parent) {
    catalog
        .trash()
        .restore(caller.get(), EntityIds.parse(id), EntityIds.parseParent(Optional.of(parent)));
    return Response.ok().build();
  }

  /** Forgets an entity for good. */
  @PUT
  @Path("trashcan/purge/{id}")
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public Response purge(@PathParam("id") String id) {
    catalog.trash().purge(caller.get(), EntityIds.parse(id));
    return Response.ok().build();
  }

  /** A page of what the caller has deleted, latest first. */
  @GET
  @Path("trashcan/view")
  @Requires(value = Scope.VIEW, anonymous = true)
  public Trashed list(
      @QueryParam("limit") @DefaultValue("50") int limit,
      @QueryParam("offset") @DefaultValue("0") int offset) {
    if (limit < 1 || limit > Page.MOST || offset < 0) {
      throw Problem.of(
              Kind.INVALID, "page_out_of_range", "limit is 1 to 1000 and offset 0 or more.")
          .toException();
    }
    List<Trashed.Item> wanted = new ArrayList<>();
    long seen = 0;
    Page page = Page.first();
    Optional<String> next;
    do {
      Page.Of<TrashedEntry> slice = catalog.trash().list(caller.get(), page);
      for (TrashedEntry trashed : slice.items()) {
        if (seen >= offset && wanted.size() < limit) {
          wanted.add(Trashed.Item.of(trashed));
        }
        seen++;
      }
      next = slice.nextCursor();
      page = new Page(next, Page.MOST);
    } while (next.isPresent() && wanted.size() < limit);
    return new Trashed(wanted, seen);
  }
}
