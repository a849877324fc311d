package io.windlass.client;

import io.windlass.client.model.AccessList;
import io.windlass.client.model.AccessWords;
import java.util.List;

/** Access lists. Thread-safe. */
public final class AccessLists {
  private final Http http;

  AccessLists(Http http) {
    this.http = http;
  }

  /** The list that holds for an entry. */
  public AccessList get(long entryId) {
    return http.call("GET", "entries", entryId, "access").as(AccessList.class);
  }

  /** Gives an entry a list of its own. */
  public AccessList create(long entryId, AccessList list) {
    return http.call("POST", "entries", entryId, "access").json(list).as(AccessList.class);
  }

  /** Changes the list of an entry. */
  public AccessList put(long entryId, AccessList list) {
    return http.call("PUT", "entries", entryId, "access").json(list).as(AccessList.class);
  }

  /** Gives an entry a list of its own that says the same as the one it inherits. */
  public AccessList own(long entryId) {
    return http.call("POST", "entries", entryId, "access", "own").as(AccessList.class);
  }

  /**
   * Gives somebody exactly this access in an entry's own list.
   *
   * @param principal number or name of a user or group
   */
  public AccessList grant(long entryId, String principal, List<String> access) {
    return http.call("PUT", "entries", entryId, "access", principal)
        .json(new AccessWords(access))
        .as(AccessList.class);
  }

  /** Takes somebody off an entry's own list. */
  public AccessList revoke(long entryId, String principal) {
    return http.call("DELETE", "entries", entryId, "access", principal).as(AccessList.class);
  }

  /** Takes the own list of an entry away; that of its parent holds again. */
  public void delete(long entryId) {
    http.call("DELETE", "entries", entryId, "access").send();
  }
}
