package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import java.util.EnumSet;
import java.util.Set;

/** What a caller is, apart from any access list. */
final class Rights {
  /** All there is. */
  static final Set<Access> ALL = EnumSet.allOf(Access.class);

  private Rights() {}

  /** Whether access lists do not bind the caller: an administrator whose token says so too. */
  static boolean administrates(Caller caller) {
    return caller.user().administrator() && caller.scopes().contains(Scope.ADMIN);
  }

  /** Whether the caller has an account. */
  static boolean isSignedIn(Caller caller) {
    return caller.user().id() != Caller.ANONYMOUS;
  }

  /** The scope that a token needs to use an access at all. */
  static Scope scope(Access access) {
    return switch (access) {
      case READ -> Scope.VIEW;
      case DOWNLOAD -> Scope.DOWNLOAD;
      case CREATE, UPDATE, DELETE, UPLOAD, CHANGE_PERMISSIONS, CHANGE_SETTINGS, MODERATE ->
          Scope.MODIFY;
    };
  }
}
