package io.windlass.client.model;

import java.util.List;
import java.util.Optional;

/**
 * Who may do what with an entry and all below it that has no list of its own.
 *
 * @param entryId the entry that has the list
 * @param inherited whether the entry that was asked for has it from above
 * @param etag renewed on each change
 * @param grants one for each principal
 */
public record AccessList(
    Optional<Long> entryId, boolean inherited, Optional<String> etag, List<AccessGrant> grants) {
  /** Copies the grants. */
  public AccessList {
    grants = grants == null ? List.of() : List.copyOf(grants);
  }
}
