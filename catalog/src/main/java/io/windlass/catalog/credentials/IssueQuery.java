package io.windlass.catalog.credentials;

import java.util.Optional;

/**
 * Which issues to list, newest first.
 *
 * @param userId only those of one user; others than oneself are for administrators, or together
 *     with {@code folderId}
 * @param folderId only those that reach the location of this entry's folder; of all users when the
 *     caller may change that folder's permissions
 * @param activeOnly leave out what has expired or is revoked
 * @param cursor from the page before
 * @param limit 1 to 1000
 */
public record IssueQuery(
    Optional<Long> userId,
    Optional<Long> folderId,
    boolean activeOnly,
    Optional<String> cursor,
    int limit) {

  /** One's own, a page of 100. */
  public static IssueQuery own() {
    return new IssueQuery(Optional.empty(), Optional.empty(), false, Optional.empty(), 100);
  }
}
