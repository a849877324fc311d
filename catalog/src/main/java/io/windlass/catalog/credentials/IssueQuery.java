package io.windlass.catalog.credentials;

import java.util.Optional;

/**
 * Which issues to list.
 *
 * @param userId only those of one user; others than oneself are for administrators, or together
 *     with {@code entryId}
 * @param entryId only those that reach the location of this entry's folder; of all users when the
 *     caller may change the folder's permissions
 * @param activeOnly leave out what has expired or is revoked
 */
public record IssueQuery(Optional<Long> userId, Optional<Long> entryId, boolean activeOnly) {

  /** One's own; everybody's for an administrator. */
  public static IssueQuery all() {
    return new IssueQuery(Optional.empty(), Optional.empty(), false);
  }
}
