package io.windlass.client;

import io.windlass.client.model.NewUser;
import io.windlass.client.model.User;
import java.util.stream.Stream;

/** Users. Making them takes an administrator. Thread-safe. */
public final class Users {
  private final Http http;

  Users(Http http) {
    this.http = http;
  }

  /** Makes a user. */
  public User create(NewUser user) {
    return http.call("POST", "users").json(user).as(User.class);
  }

  /** All users, by name. */
  public Stream<User> list() {
    return http.call("GET", "users").asItems(User.class);
  }

  /** One user, by number or name. */
  public User get(String idOrName) {
    return http.call("GET", "users", idOrName).as(User.class);
  }
}
