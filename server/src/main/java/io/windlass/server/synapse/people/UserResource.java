package io.windlass.server.synapse.people;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.identity.Groups;
import io.windlass.catalog.identity.Principal;
import io.windlass.catalog.identity.Principals;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.User;
import io.windlass.catalog.identity.Users;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.SynapseJson;
import io.windlass.server.synapse.people.GroupHeaders.Header;
import io.windlass.server.synapse.people.GroupHeaders.Team;
import io.windlass.server.synapse.people.GroupHeaders.Teams;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Users and groups. */
@Path("/repo/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class UserResource {
  private static final int MOST_IDS = 100;

  private final Users users;
  private final Groups groups;
  private final Principals principals;
  private final CurrentCaller caller;

  UserResource(Users users, Groups groups, Principals principals, CurrentCaller caller) {
    this.users = users;
    this.groups = groups;
    this.principals = principals;
    this.caller = caller;
  }

  /** The caller: what clients ask first after a login. */
  @GET
  @Path("userProfile")
  @Requires(value = Scope.VIEW, anonymous = true)
  public UserProfile own() {
    return profile(caller.get().user());
  }

  /** Somebody. */
  @GET
  @Path("userProfile/{id}")
  @Requires(value = Scope.VIEW, anonymous = true)
  public UserProfile one(@PathParam("id") long id) {
    return profile(user(id));
  }

  /** Somebody, in the form of a bundle. */
  @GET
  @Path("user/{id}/bundle")
  @Requires(value = Scope.VIEW, anonymous = true)
  public UserProfile.UserBundle bundle(@PathParam("id") long id) {
    return new UserProfile.UserBundle(Long.toString(id), profile(user(id)));
  }

  /** Users and groups by their ids; those that do not exist are left out. */
  @GET
  @Path("userGroupHeaders/batch")
  @Requires(value = Scope.VIEW, anonymous = true)
  public GroupHeaders byIds(@QueryParam("ids") @DefaultValue("") String ids) {
    List<Long> wanted =
        Arrays.stream(ids.split(","))
            .map(String::strip)
            .filter(id -> !id.isEmpty())
            .map(UserResource::number)
            .toList();
    if (wanted.size() > MOST_IDS) {
      throw Problem.of(Kind.INVALID, "too_many_ids", "ids names at most " + MOST_IDS + ".")
          .toException();
    }
    return headers(
        principals.find(wanted).stream().sorted(Comparator.comparingLong(Principal::id)).toList());
  }

  /**
   * The user or group of exactly this name or e-mail address. Clients page with {@code offset}; a
   * list of all who begin with a few letters is not given to everybody.
   */
  @GET
  @Path("userGroupHeaders")
  @Requires(value = Scope.VIEW, anonymous = true)
  public GroupHeaders byName(
      @QueryParam("prefix") @DefaultValue("") String name,
      @QueryParam("offset") @DefaultValue("0") int offset) {
    if (offset > 0 || name.isBlank() || !caller.get().signedIn()) {
      return headers(List.of());
    }
    Optional<Principal> found =
        users
            .find(name)
            .map(user -> new Principal(user.id(), Principal.Kind.USER, user.name()))
            .or(() -> principals.find(name));
    return headers(found.stream().toList());
  }

  /** The groups that somebody is in. */
  @GET
  @Path("user/{id}/team")
  @Requires(value = Scope.VIEW, anonymous = true)
  public Teams teams(
      @PathParam("id") long id,
      @QueryParam("limit") @DefaultValue("100") int limit,
      @QueryParam("offset") @DefaultValue("0") int offset) {
    List<Team> teams = new ArrayList<>();
    groups.of(id).forEach(group -> teams.add(new Team(Long.toString(group.id()), group.name())));
    return new Teams(
        teams.stream().skip(Math.max(offset, 0)).limit(Math.max(limit, 0)).toList(), teams.size());
  }

  private User user(long id) {
    return users
        .find(id)
        .orElseThrow(() ->
            Problem.of(Kind.NOT_FOUND, "user_not_found", "There is no user " + id + ".")
                .toException());
  }

  private UserProfile profile(User user) {
    boolean own = user.id() == caller.get().user().id() && caller.get().signedIn();
    return new UserProfile(
        Long.toString(user.id()),
        user.name(),
        user.displayName(),
        own ? Optional.of(user.emails()) : Optional.empty(),
        SynapseJson.timestamp(user.createdAt()));
  }

  private static GroupHeaders headers(List<Principal> found) {
    return new GroupHeaders(
        found.stream()
            .map(it ->
                new Header(Long.toString(it.id()), it.name(), it.kind() == Principal.Kind.USER))
            .toList(),
        found.size());
  }

  private static long number(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_principal_id",
              "'" + id + "' is not the id of a user or group.")
          .toException(e);
    }
  }
}
