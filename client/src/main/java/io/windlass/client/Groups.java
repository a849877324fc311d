package io.windlass.client;

import io.windlass.client.model.Group;
import io.windlass.client.model.NewGroup;
import java.util.stream.Stream;

/** Groups of users. Thread-safe. */
public final class Groups {
  private final Http http;

  Groups(Http http) {
    this.http = http;
  }

  /** Makes a group. */
  public Group create(NewGroup group) {
    return http.call("POST", "groups").json(group).as(Group.class);
  }

  /** All groups, by name. */
  public Stream<Group> list() {
    return http.call("GET", "groups").asItems(Group.class);
  }

  /** Puts a user into a group; already there is no error. */
  public void addMember(long groupId, long userId) {
    http.call("PUT", "groups", groupId, "members", userId).send();
  }

  /** Takes a user out of a group; not there is no error. */
  public void removeMember(long groupId, long userId) {
    http.call("DELETE", "groups", groupId, "members", userId).send();
  }
}
