package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.AccessLists;
import io.windlass.catalog.identity.Principal;
import io.windlass.catalog.identity.Principals;
import io.windlass.client.model.AccessList;
import io.windlass.client.model.AccessWords;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may do what with an entry. */
@Path("/api/v1/entries/{id}/access")
@RunOnVirtualThread
public class AccessResource {
  private final CurrentCaller caller;
  private final AccessLists accessLists;
  private final Principals principals;

  AccessResource(CurrentCaller caller, AccessLists accessLists, Principals principals) {
    this.caller = caller;
    this.accessLists = accessLists;
    this.principals = principals;
  }

  /** The list that rules the entry: its own or the one it inherits. */
  @GET
  public AccessList get(@PathParam("id") long id) {
    long holder = accessLists.benefactor(caller.get(), id).id();
    return accessLists
        .find(caller.get(), holder)
        .map(list -> named(list, id))
        .orElseThrow(() ->
            Problem.of(Kind.CONFLICT, "access_list_changed", "The access list is being replaced.")
                .withRemedy("Try again.")
                .toException());
  }

  /** Gives the entry a list of its own. */
  @POST
  public AccessList create(@PathParam("id") long id, AccessList list) {
    return named(
        accessLists.create(caller.get(), id, CatalogRecords.grants(required(list).grants())), id);
  }

  /** Gives the entry a list of its own that says the same as the one it inherits. */
  @POST
  @Path("own")
  public AccessList own(@PathParam("id") long id) {
    return named(accessLists.own(caller.get(), id), id);
  }

  /** Gives a user or group, by id or name, exactly this access in the entry's own list. */
  @PUT
  @Path("{principal}")
  public AccessList grant(
      @PathParam("id") long id, @PathParam("principal") String principal, AccessWords words) {
    return named(
        accessLists.grant(
            caller.get(),
            id,
            principals.get(principal).id(),
            CatalogRecords.access(required(words).access())),
        id);
  }

  /** Takes a user or group off the entry's own list. */
  @DELETE
  @Path("{principal}")
  public AccessList revoke(@PathParam("id") long id, @PathParam("principal") String principal) {
    return named(accessLists.grant(caller.get(), id, principals.get(principal).id(), Set.of()), id);
  }

  /** Replaces the entry's own list. */
  @PUT
  public AccessList replace(@PathParam("id") long id, AccessList list) {
    String etag =
        required(list)
            .etag()
            .orElseGet(() -> accessLists.find(caller.get(), id).map(own -> own.etag()).orElse(""));
    return named(
        accessLists.update(caller.get(), id, etag, CatalogRecords.grants(list.grants())), id);
  }

  /** Drops the entry's own list, so that it inherits again. */
  @DELETE
  public void delete(@PathParam("id") long id) {
    accessLists.delete(caller.get(), id);
  }

  private AccessList named(io.windlass.catalog.AccessList list, long askedFor) {
    Map<Long, String> names =
        principals.find(list.grants().keySet()).stream()
            .collect(Collectors.toMap(Principal::id, Principal::name));
    return CatalogRecords.accessList(list, askedFor, names);
  }
}
