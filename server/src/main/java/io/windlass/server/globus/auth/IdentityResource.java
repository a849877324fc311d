package io.windlass.server.globus.auth;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.identity.User;
import io.windlass.catalog.identity.Users;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.globus.Document;
import io.windlass.server.globus.Identities;
import io.windlass.server.globus.Received;
import io.windlass.server.http.CurrentCaller;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Users as identities of Globus Auth. Nobody gets a list of them: names must be exact. */
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class IdentityResource {
  private static final int MOST = 500;
  private static final String PROVIDER = "Windlass";

  private final Users users;
  private final CurrentCaller caller;

  IdentityResource(Users users, CurrentCaller caller) {
    this.users = users;
    this.caller = caller;
  }

  /** Those of these ids, or of these user names; what is not there is left out. */
  @GET
  @Path("api/identities")
  public Document identities(
      @QueryParam("ids") @DefaultValue("") String ids,
      @QueryParam("usernames") @DefaultValue("") String names) {
    Stream<User> found =
        Stream.concat(
            words(ids).flatMap(id -> Received.uuid(id).flatMap(this::user).stream()),
            words(names).flatMap(name -> users.find(name).stream()));
    return Document.untyped().with("identities", found.map(this::document).toList());
  }

  /** The caller. */
  @GET
  @Path("oauth2/userinfo")
  public Document own() {
    User user = caller.get().user();
    return Document.untyped()
        .with("sub", Identities.of(user).toString())
        .with("preferred_username", user.name())
        .with("name", user.displayName().orElse(user.name()))
        .with("email", user.emails().stream().findFirst())
        .with("organization", Optional.empty())
        .with("identity_provider_display_name", PROVIDER)
        .with("identity_set", List.of(document(user).with("sub", Identities.of(user).toString())));
  }

  private Optional<User> user(UUID identity) {
    return Identities.userId(identity).flatMap((Function<Long, Optional<User>>) users::find);
  }

  private Document document(User user) {
    return Document.untyped()
        .with("id", Identities.of(user).toString())
        .with("username", user.name())
        .with("name", user.displayName().orElse(user.name()))
        .with("organization", Optional.empty())
        .with("email", email(user))
        .with("status", "used")
        .with("identity_type", "login")
        .with("identity_provider", Optional.empty());
  }

  /** Addresses are for those who have them. */
  private Optional<String> email(User user) {
    return user.emails().stream().findFirst().filter(any -> user.id() == caller.get().user().id());
  }

  private static Stream<String> words(String list) {
    List<String> words =
        Arrays.stream(list.split(",")).map(String::strip).filter(one -> !one.isEmpty()).toList();
    if (words.size() > MOST) {
      throw Problem.of(Kind.INVALID, "too_many_ids", "At most " + MOST + " identities at once.")
          .toException();
    }
    return words.stream();
  }
}
