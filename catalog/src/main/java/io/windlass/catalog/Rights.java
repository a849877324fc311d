package io.windlass.catalog;

import io.windlass.catalog.identity.Scope;
import java.util.EnumSet;
import java.util.Set;

/** What holds for access apart from any list. */
final class Rights {
  /** All there is. */
  static final Set<Access> ALL = EnumSet.allOf(Access.class);

  private Rights() {}

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
