package io.windlass.catalog;

import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Those who can be on an access list. */
final class Principals {
  private Principals() {}

  /** INVALID {@code unknown_principal} when one is neither a user nor a group. */
  static void requireAll(Handle handle, Set<Long> ids) {
    if (handle.isClosed() || ids.contains(0L)) {
      throw CatalogProblems.invalid("unknown_principal", "There is no user or group 0.");
    }
  }
}
