package io.windlass.catalog;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who may do what to an entry and to everything below it that has no list of its own. Immutable.
 *
 * @param entryId the entry that has the list
 * @param etag renewed on every change of the list
 * @param createdAt when the entry got a list of its own
 * @param grants what each principal (user or group id) may do; no set is empty
 */
public record AccessList(
    long entryId, String etag, Instant createdAt, Map<Long, Set<Access>> grants) {
  /** Copies the map. */
  public AccessList {
    Map<Long, Set<Access>> copy = new LinkedHashMap<>();
    grants.forEach((principal, access) -> copy.put(principal, Set.copyOf(access)));
    grants = Map.copyOf(copy);
  }
}
