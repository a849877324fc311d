package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.identity.Users;
import io.windlass.client.model.NewUser;
import io.windlass.client.model.Page;
import io.windlass.client.model.User;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Paging;
import io.windlass.server.http.Requires;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.regex.Pattern;

/** Everybody with an account. */
@Path("/api/v1/users")
@RunOnVirtualThread
public class UsersResource {
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

  private final CurrentCaller caller;
  private final Users users;

  UsersResource(CurrentCaller caller, Users users) {
    this.caller = caller;
    this.users = users;
  }

  /** Makes a user. For administrators. */
  @POST
  @Requires(Scope.ADMIN)
  public User create(NewUser user) {
    NewUser wanted = required(user);
    return IdentityRecords.user(
        users.create(
            caller.get(),
            new io.windlass.catalog.identity.NewUser(
                required("name", wanted.name()),
                wanted.displayName(),
                wanted.emails(),
                wanted.administrator())));
  }

  /** All users. */
  @GET
  public Page<User> list(
      @QueryParam("cursor") Optional<String> cursor, @QueryParam("limit") Optional<String> limit) {
    io.windlass.foundation.Page.Of<io.windlass.catalog.identity.User> page =
        users.list(Paging.page(cursor, limit));
    return CatalogRecords.page(page.items(), page.nextCursor(), IdentityRecords::user);
  }

  /** One user, by id, name or e-mail address. */
  @GET
  @Path("{id}")
  public User get(@PathParam("id") String idOrName) {
    return (ID.matcher(idOrName).matches()
            ? users.find(Long.parseLong(idOrName))
            : users.find(idOrName))
        .map(IdentityRecords::user)
        .orElseThrow(() ->
            Problem.of(Kind.NOT_FOUND, "user_not_found", "There is no such user.").toException());
  }
}
