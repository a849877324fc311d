package io.windlass.catalog;

import java.util.Optional;
import java.util.Set;

/** A named set of {@link Access} on a project: what people call a member's role. */
public enum Role {
  /** May do everything. Every project has at least one. */
  OWNER(
      Set.of(
          Access.READ,
          Access.DOWNLOAD,
          Access.CREATE,
          Access.UPDATE,
          Access.DELETE,
          Access.CHANGE_PERMISSIONS,
          Access.CHANGE_SETTINGS,
          Access.MODERATE)),
  /** May read and change entries, not who may. */
  EDITOR(Set.of(Access.READ, Access.DOWNLOAD, Access.CREATE, Access.UPDATE, Access.DELETE)),
  /** May look and download. */
  READER(Set.of(Access.READ, Access.DOWNLOAD));

  @SuppressWarnings("ImmutableEnumChecker") // the set cannot be changed
  private final Set<Access> access;

  Role(Set<Access> access) {
    this.access = Set.copyOf(access);
  }

  /** What the role allows. */
  public Set<Access> access() {
    return access;
  }

  /** The role that is exactly this set; absent when none is. */
  public static Optional<Role> of(Set<Access> set) {
    for (Role role : values()) {
      if (role.access.equals(set)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
