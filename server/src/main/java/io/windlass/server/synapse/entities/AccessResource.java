package io.windlass.server.synapse.entities;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.Access;
import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entry;
import io.windlass.catalog.EntryType;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.EntityIds;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Who may do what with an entity. */
@Path("/repo/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class AccessResource {
  private final Catalog catalog;
  private final CurrentCaller caller;

  AccessResource(Catalog catalog, CurrentCaller caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  /** The entity's own access list. */
  @GET
  @Path("entity/{id}/acl")
  @Requires(value = Scope.VIEW, anonymous = true)
  public AccessListDocument get(@PathParam("id") String path) {
    long id = EntityIds.parse(path);
    return catalog
        .accessLists()
        .find(caller.get(), id)
        .map(Translation::accessList)
        .orElseThrow(() -> inherits(catalog.accessLists().benefactor(caller.get(), id)));
  }

  /** Clients recognise the beginning of this text, word for word. */
  private static RuntimeException inherits(Entry benefactor) {
    return Problem.of(
            Kind.NOT_FOUND,
            "access_list_not_found",
            "The requested ACL does not exist. This entity inherits its permissions from: /entity/"
                + EntityIds.show(benefactor.id())
                + "/acl")
        .toException();
  }

  /** Replaces the entity's own access list. */
  @PUT
  @Path("entity/{id}/acl")
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public AccessListDocument update(@PathParam("id") String path, AccessListDocument wanted) {
    long id = EntityIds.parse(path);
    if (wanted.id().map(EntityIds::parse).orElse(id) != id) {
      throw Problem.of(
              Kind.INVALID, "id_mismatch", "The id in the body is not the one in the address.")
          .toException();
    }
    return Translation.accessList(
        catalog
            .accessLists()
            .update(caller.get(), id, wanted.etag().orElse(""), Translation.grants(wanted)));
  }

  /**
   * Gives the entity an access list of its own. Clients send the one it has inherited, so the id
   * and the etag in it are another entity's and mean nothing.
   */
  @POST
  @Path("entity/{id}/acl")
  @ResponseStatus(201)
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public AccessListDocument create(@PathParam("id") String id, AccessListDocument wanted) {
    return Translation.accessList(
        catalog
            .accessLists()
            .create(caller.get(), EntityIds.parse(id), Translation.grants(wanted)));
  }

  /** Lets the entity inherit again. */
  @DELETE
  @Path("entity/{id}/acl")
  @Requires(value = Scope.MODIFY, anonymous = true)
  public void delete(@PathParam("id") String id) {
    catalog.accessLists().delete(caller.get(), EntityIds.parse(id));
  }

  /** The entity whose access list rules here. */
  @GET
  @Path("entity/{id}/benefactor")
  @Requires(value = Scope.VIEW, anonymous = true)
  public EntityHeader benefactor(@PathParam("id") String id) {
    return Translation.header(catalog.accessLists().benefactor(caller.get(), EntityIds.parse(id)));
  }

  /** What the caller may do. */
  @GET
  @Path("entity/{id}/permissions")
  @Requires(value = Scope.VIEW, anonymous = true)
  public EntityPermissions permissions(@PathParam("id") String id) {
    return permissions(catalog.entries().get(caller.get(), EntityIds.parse(id)));
  }

  EntityPermissions permissions(Entry entry) {
    Caller who = caller.get();
    Set<Access> may = catalog.accessLists().permissions(who, entry.id());
    boolean edits = may.contains(Access.UPDATE);
    boolean adds = may.contains(Access.CREATE);
    boolean governs = may.contains(Access.CHANGE_PERMISSIONS);
    return new EntityPermissions(
        may.contains(Access.READ),
        edits,
        edits && governs,
        adds,
        edits,
        adds,
        true,
        governs,
        may.contains(Access.CHANGE_SETTINGS),
        may.contains(Access.DELETE),
        may.contains(Access.DOWNLOAD),
        edits || adds,
        governs && entry.type() != EntryType.PROJECT,
        entry.createdBy(),
        catalog.accessLists().isPublic(entry.id()),
        may.contains(Access.MODERATE),
        false,
        false);
  }
}
