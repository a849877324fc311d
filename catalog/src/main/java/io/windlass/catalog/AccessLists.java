package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Who may do what. An entry without a list of its own has that of the nearest ancestor with one,
 * its benefactor, whose id is kept with every entry: a check is one query. Thread-safe; every
 * method is one transaction.
 */
public final class AccessLists {
  private final Transactions transactions;

  AccessLists(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Fails unless the caller may do all of this to the entry, and the token has the scopes for it.
   *
   * @throws io.windlass.foundation.WindlassException NOT_FOUND {@code entry_not_found} when there
   *     is no such entry or it lies in the trash; FORBIDDEN {@code access_denied} or {@code
   *     insufficient_scope}
   */
  public void require(Caller caller, long entryId, Access... access) {
    transactions.read(handle -> Places.live(handle, caller, entryId)).require(caller, access);
  }

  /** What the caller may do to the entry; empty when nothing. NOT_FOUND as {@link #require}. */
  public Set<Access> permissions(Caller caller, long entryId) {
    return Set.copyOf(transactions.read(handle -> Places.live(handle, caller, entryId)).access());
  }

  /** Whether everybody, signed in or not, may read the entry. */
  public boolean isPublic(long entryId) {
    return permissions(Caller.anonymous(), entryId).contains(Access.READ);
  }

  /** The entry whose list rules the entry; needs READ on the entry. */
  public Entry benefactor(Caller caller, long entryId) {
    return transactions.read(
        handle -> EntryRows.entry(handle, Places.readable(handle, caller, entryId).benefactorId()));
  }

  /** The entry's own list; absent when it inherits. Needs READ. */
  public Optional<AccessList> find(Caller caller, long entryId) {
    return transactions.read(handle -> {
      Places.readable(handle, caller, entryId);
      return AccessListRows.find(handle, entryId);
    });
  }

  /**
   * Gives the entry a list of its own, which also rules all below it that inherited; needs
   * CHANGE_PERMISSIONS. FORBIDDEN {@code has_access_list} when it has one; INVALID below an STS
   * folder and for a list that {@link #update} would refuse.
   */
  public AccessList create(Caller caller, long entryId, Map<Long, Set<Access>> grants) {
    return transactions.write(handle -> {
      Projects.own(handle, List.of(entryId));
      Place place = Places.live(handle, caller, entryId);
      StsRules.onOwnAccessList(place);
      AccessRules.check(caller, place, grants);
      place.require(caller, Access.CHANGE_PERMISSIONS);
      if (place.ownsList()) {
        throw CatalogProblems.refused(
            "has_access_list", "Entry " + entryId + " has an access list of its own already.");
      }
      AccessListRows.requireKnown(handle, grants.keySet());
      AccessListRows.insert(handle, entryId, transactions.now(), grants);
      Subtree.inheriting(handle, entryId, place.benefactorId())
          .inherit(place.benefactorId(), entryId);
      return AccessListRows.find(handle, entryId).orElseThrow();
    });
  }

  /**
   * Replaces the entry's own list; needs CHANGE_PERMISSIONS. The caller must keep that access
   * (administrators and who created the entry excepted), a project at least one owner; the public
   * may be given READ only.
   *
   * @throws io.windlass.foundation.WindlassException INVALID for a list that breaks a rule;
   *     FORBIDDEN {@code inherits_access_list}; PRECONDITION_FAILED when the etag is not the list's
   */
  public AccessList update(
      Caller caller, long entryId, String etag, Map<Long, Set<Access>> grants) {
    return transactions.write(handle -> {
      Projects.share(handle, entryId);
      Place place = Places.live(handle, caller, entryId);
      AccessRules.check(caller, place, grants);
      place.require(caller, Access.CHANGE_PERMISSIONS);
      AccessList old = own(handle, entryId);
      if (!old.etag().equals(etag)) {
        throw CatalogProblems.changedMeanwhile("access list");
      }
      AccessListRows.requireKnown(handle, grants.keySet());
      AccessListRows.replace(handle, entryId, grants);
      return AccessListRows.find(handle, entryId).orElseThrow();
    });
  }

  /**
   * Drops the entry's own list, so that it and what inherited from it inherit from above; needs
   * CHANGE_PERMISSIONS. FORBIDDEN for a project and for an entry without a list of its own.
   */
  public void delete(Caller caller, long entryId) {
    transactions.<Optional<Void>>write(handle -> {
      Projects.own(handle, List.of(entryId));
      Place place = Places.live(handle, caller, entryId);
      place.require(caller, Access.CHANGE_PERMISSIONS);
      long parentId =
          place
              .parentId()
              .orElseThrow(() ->
                  CatalogProblems.refused(
                      "project_access_list", "A project cannot inherit its access list."));
      own(handle, entryId);
      AccessListRows.delete(handle, entryId);
      Subtree.inheriting(handle, entryId, entryId)
          .inherit(entryId, Places.live(handle, caller, parentId).benefactorId());
      return Optional.empty();
    });
  }

  /**
   * Gives an entry that inherits a list of its own that says the same as the one that ruled it
   * until now; as {@link #create} otherwise.
   */
  public AccessList own(Caller caller, long entryId) {
    Entry benefactor = benefactor(caller, entryId);
    return create(caller, entryId, find(caller, benefactor.id()).orElseThrow().grants());
  }

  /**
   * Gives somebody exactly this access in the entry's own list, and takes them off it when there is
   * none; needs CHANGE_PERMISSIONS. As {@link #update} otherwise.
   */
  public AccessList grant(Caller caller, long entryId, long principalId, Set<Access> access) {
    return transactions.write(handle -> {
      Projects.share(handle, entryId);
      Place place = Places.live(handle, caller, entryId);
      place.require(caller, Access.CHANGE_PERMISSIONS);
      AccessList old = own(handle, entryId);
      Map<Long, Set<Access>> grants = new HashMap<>(old.grants());
      if (access.isEmpty()) {
        grants.remove(principalId);
      } else {
        grants.put(principalId, access);
      }
      AccessRules.check(caller, place, grants);
      AccessListRows.requireKnown(handle, grants.keySet());
      AccessListRows.replace(handle, entryId, grants);
      return AccessListRows.find(handle, entryId).orElseThrow();
    });
  }

  /** Who is on the project's list, by principal id; needs READ. */
  public List<Member> members(Caller caller, long projectId) {
    return transactions.read(handle -> {
      requireProject(Places.readable(handle, caller, projectId));
      List<Member> members = new ArrayList<>();
      AccessListRows.find(handle, projectId)
          .orElseThrow()
          .grants()
          .forEach((id, access) -> members.add(new Member(id, access, Role.of(access))));
      members.sort(Comparator.comparingLong(Member::principalId));
      return List.copyOf(members);
    });
  }

  /**
   * Gives somebody exactly this role on the project; needs CHANGE_PERMISSIONS. INVALID {@code
   * project_without_owner} when it takes the last owner's role.
   */
  public Member setRole(Caller caller, long projectId, long principalId, Role role) {
    change(caller, projectId, grants -> grants.put(principalId, role.access()));
    return new Member(principalId, role.access(), Optional.of(role));
  }

  /**
   * Takes somebody off the project's list; needs CHANGE_PERMISSIONS. Nothing happens when not on
   * it; INVALID {@code project_without_owner} for the last owner.
   */
  public void removeMember(Caller caller, long projectId, long principalId) {
    change(caller, projectId, grants -> grants.remove(principalId));
  }

  private void change(Caller caller, long projectId, Consumer<Map<Long, Set<Access>>> change) {
    transactions.<Optional<Void>>write(handle -> {
      Projects.share(handle, projectId);
      Place place = Places.live(handle, caller, projectId);
      requireProject(place);
      place.require(caller, Access.CHANGE_PERMISSIONS);
      AccessList old = own(handle, projectId);
      Map<Long, Set<Access>> grants = new HashMap<>(old.grants());
      change.accept(grants);
      if (!grants.equals(old.grants())) {
        AccessRules.checkGrants(place, grants);
        AccessListRows.requireKnown(handle, grants.keySet());
        AccessListRows.replace(handle, projectId, grants);
      }
      return Optional.empty();
    });
  }

  private static AccessList own(Handle handle, long entryId) {
    return AccessListRows.lock(handle, entryId)
        .orElseThrow(() ->
            Problem.of(
                    Kind.FORBIDDEN,
                    "inherits_access_list",
                    "Entry " + entryId + " has no access list of its own; it inherits one.")
                .withRemedy(
                    "Change the list of the folder above, or give this one its own: windlass access"
                        + " own.")
                .toException());
  }

  private static void requireProject(Place place) {
    if (place.type() != EntryType.PROJECT) {
      throw CatalogProblems.invalid("not_a_project", "Members and roles belong to projects.");
    }
  }
}
