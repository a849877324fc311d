package io.windlass.catalog;

import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The lock on a project's row: whoever adds entries shares it, whoever changes what entries inherit
 * (moves, access lists, settings, trash) has it alone. So that a check made under it (an empty
 * folder, the benefactor, the effective location) still holds when the transaction ends.
 */
final class Projects {
  private Projects() {}

  /** Shares the project of an entry; nothing happens when there is no such entry. */
  static void share(Handle handle, long entryId) {
    lock(handle, List.of(entryId), "FOR SHARE");
  }

  /** Takes the projects of the entries alone, in the order of their ids. */
  static void own(Handle handle, Collection<Long> entryIds) {
    lock(handle, entryIds, "FOR UPDATE");
  }

  private static void lock(Handle handle, Collection<Long> entryIds, String strength) {
    List<Long> before = of(handle, entryIds);
    handle
        .createQuery("SELECT id FROM entry WHERE id = ANY(:ids) ORDER BY id " + strength)
        .bindArray("ids", Long.class, before)
        .mapTo(Long.class)
        .list();
    if (!of(handle, entryIds).equals(before)) {
      throw new Transactions.LostRace();
    }
  }

  private static List<Long> of(Handle handle, Collection<Long> entryIds) {
    return handle
        .createQuery(
            """
            SELECT DISTINCT project_id FROM entry WHERE id = ANY(:ids) ORDER BY project_id
            """)
        .bindArray("ids", Long.class, entryIds)
        .mapTo(Long.class)
        .list();
  }
}
