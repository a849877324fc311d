package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import java.util.Map;
import java.util.Set;

/** What an access list may say. Refusals are INVALID. */
final class AccessRules {
  private AccessRules() {}

  /** Checks a list that the caller writes as a whole. */
  static void check(Caller caller, Place place, Map<Long, Set<Access>> grants) {
    checkGrants(place, grants);
    boolean excepted = caller.administrator() || caller.user().id() == place.createdBy();
    if (!excepted && !keepsControl(caller, grants)) {
      throw invalid(
          "access_list_locks_you_out", "You must keep the access 'change_permissions' yourself.");
    }
  }

  /** Checks what any list of the entry must fulfil, whoever writes it. */
  static void checkGrants(Place place, Map<Long, Set<Access>> grants) {
    grants.forEach(AccessRules::checkGrant);
    if (place.type() == EntryType.PROJECT && !someoneRules(grants)) {
      throw invalid("project_without_owner", "A project needs at least one owner.");
    }
  }

  private static void checkGrant(long principal, Set<Access> access) {
    if (access.isEmpty()) {
      throw invalid("empty_grant", "Principal " + principal + " is given no access.");
    }
    if (principal == Caller.ANONYMOUS) {
      throw invalid("anonymous_grant", "The anonymous user cannot be on a list; use the public.");
    }
    if (principal == Caller.PUBLIC && !access.equals(Set.of(Access.READ))) {
      throw invalid("public_grant", "The public can be given the access 'read' only.");
    }
  }

  private static boolean someoneRules(Map<Long, Set<Access>> grants) {
    return grants.entrySet().stream()
        .filter(grant -> grant.getKey() != Caller.AUTHENTICATED_USERS)
        .anyMatch(grant -> grant.getValue().contains(Access.CHANGE_PERMISSIONS));
  }

  private static boolean keepsControl(Caller caller, Map<Long, Set<Access>> grants) {
    return caller.principals().stream()
        .anyMatch(principal ->
            grants.getOrDefault(principal, Set.of()).contains(Access.CHANGE_PERMISSIONS));
  }

  private static RuntimeException invalid(String code, String message) {
    return CatalogProblems.invalid(code, message);
  }
}
