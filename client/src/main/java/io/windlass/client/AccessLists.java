package io.windlass.client;

import io.windlass.client.model.AccessList;

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

  /** Takes the own list of an entry away; that of its parent holds again. */
  public void delete(long entryId) {
    http.call("DELETE", "entries", entryId, "access").send();
  }
}
