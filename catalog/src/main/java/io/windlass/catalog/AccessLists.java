package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what. An entry without a list of its own has that of the nearest ancestor with one,
 * its benefactor. Thread-safe; every method is one transaction.
 */
public final class AccessLists {
  AccessLists() {}

  /**
   * Fails unless the caller may do all of this to the entry.
   *
   * @throws io.windlass.foundation.WindlassException NOT_FOUND {@code entry_not_found} when there
   *     is no such entry or it lies in the trash; FORBIDDEN {@code access_denied}
   */
  public void require(Caller caller, long entryId, Access... access) {
    Unbuilt.<String>yet();
  }

  /** What the caller may do to the entry; empty when nothing. NOT_FOUND as {@link #require}. */
  public Set<Access> permissions(Caller caller, long entryId) {
    return Unbuilt.yet();
  }

  /** Whether everybody, signed in or not, may read the entry. */
  public boolean isPublic(long entryId) {
    return Unbuilt.yet();
  }

  /** The entry whose list rules the entry; needs READ. */
  public Entry benefactor(Caller caller, long entryId) {
    return Unbuilt.yet();
  }

  /** The entry's own list; absent when it inherits. Needs READ. */
  public Optional<AccessList> find(Caller caller, long entryId) {
    return Unbuilt.yet();
  }

  /** Gives the entry a list of its own; needs CHANGE_PERMISSIONS. FORBIDDEN when it has one. */
  public AccessList create(Caller caller, long entryId, Map<Long, Set<Access>> grants) {
    return Unbuilt.yet();
  }

  /** Replaces the entry's own list; needs CHANGE_PERMISSIONS and the list's etag. */
  public AccessList update(
      Caller caller, long entryId, String etag, Map<Long, Set<Access>> grants) {
    return Unbuilt.yet();
  }

  /** Drops the entry's own list, so that it inherits again; never a project's. */
  public void delete(Caller caller, long entryId) {
    Unbuilt.<String>yet();
  }

  /** Who is on the project's list; needs READ. */
  public List<Member> members(Caller caller, long projectId) {
    return Unbuilt.yet();
  }

  /** Gives somebody exactly this role on the project; needs CHANGE_PERMISSIONS. */
  public Member setRole(Caller caller, long projectId, long principalId, Role role) {
    return Unbuilt.yet();
  }

  /** Takes somebody off the project's list; needs CHANGE_PERMISSIONS. Nothing when not on it. */
  public void removeMember(Caller caller, long projectId, long principalId) {
    Unbuilt.<String>yet();
  }
}
