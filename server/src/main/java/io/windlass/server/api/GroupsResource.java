package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.identity.Groups;
import io.windlass.client.model.Group;
import io.windlass.client.model.NewGroup;
import io.windlass.client.model.Page;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;

/** Users under one name. */
@Path("/api/v1/groups")
@RunOnVirtualThread
public class GroupsResource {
  private final CurrentCaller caller;
  private final Groups groups;

  GroupsResource(CurrentCaller caller, Groups groups) {
    this.caller = caller;
    this.groups = groups;
  }

  /** Makes a group. */
  @POST
  public Group create(NewGroup group) {
    NewGroup wanted = required(group);
    return withMembers(
        groups.create(caller.get(), required("name", wanted.name()), wanted.description()));
  }

  /** All groups, each with its first thousand members. */
  @GET
  public Page<Group> list(
      @QueryParam("cursor") Optional<String> cursor, @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page.Of<io.windlass.catalog.identity.Group> page =
        groups.list(Paging.page(cursor, limit));
    return CatalogRecords.page(page.items(), page.nextCursor(), this::withMembers);
  }

  /** Adds a user; one who is in it already stays. */
  @PUT
  @Path("{id}/members/{userId}")
  public void addMember(@PathParam("id") long id, @PathParam("userId") long userId) {
    groups.addMember(caller.get(), id, userId);
  }

  /** Removes a user. */
  @DELETE
  @Path("{id}/members/{userId}")
  public void removeMember(@PathParam("id") long id, @PathParam("userId") long userId) {
    groups.removeMember(caller.get(), id, userId);
  }

  private Group withMembers(io.windlass.catalog.identity.Group group) {
    return IdentityRecords.group(
        group, groups.members(group.id(), io.windlass.foundation.Page.first()).items());
  }
}
