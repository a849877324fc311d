package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.AccessLists;
import io.windlass.client.model.AccessList;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Who may do what with an entry. */
@Path("/api/v1/entries/{id}/access")
@RunOnVirtualThread
public class AccessResource {
  private final CurrentCaller caller;
  private final AccessLists accessLists;

  AccessResource(CurrentCaller caller, AccessLists accessLists) {
    this.caller = caller;
    this.accessLists = accessLists;
  }

  /** The list that rules the entry: its own or the one it inherits. */
  @GET
  public AccessList get(@PathParam("id") long id) {
    long holder = accessLists.benefactor(caller.get(), id).id();
    return accessLists
        .find(caller.get(), holder)
        .map(list -> CatalogRecords.accessList(list, id))
        .orElseThrow(() ->
            Problem.of(Kind.CONFLICT, "access_list_changed", "The access list is being replaced.")
                .withRemedy("Try again.")
                .toException());
  }

  /** Gives the entry a list of its own. */
  @POST
  public AccessList create(@PathParam("id") long id, AccessList list) {
    return CatalogRecords.accessList(
        accessLists.create(caller.get(), id, CatalogRecords.grants(required(list).grants())), id);
  }

  /** Replaces the entry's own list. */
  @PUT
  public AccessList replace(@PathParam("id") long id, AccessList list) {
    String etag =
        required(list)
            .etag()
            .orElseGet(() -> accessLists.find(caller.get(), id).map(own -> own.etag()).orElse(""));
    return CatalogRecords.accessList(
        accessLists.update(caller.get(), id, etag, CatalogRecords.grants(list.grants())), id);
  }

  /** Drops the entry's own list, so that it inherits again. */
  @DELETE
  public void delete(@PathParam("id") long id) {
    accessLists.delete(caller.get(), id);
  }
}
