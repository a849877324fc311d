package io.windlass.catalog;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody on a project's access list.
 *
 * @param principalId user or group id
 * @param access what the list allows
 * @param role the role that is exactly this; absent for a set of somebody's own making
 */
public record Member(long principalId, Set<Access> access, Optional<Role> role) {
  /** Copies the set. */
  public Member {
    access = Set.copyOf(access);
  }
}
