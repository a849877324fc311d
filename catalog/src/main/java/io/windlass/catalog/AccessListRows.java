package io.windlass.catalog;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** How access lists are kept in their tables. */
final class AccessListRows {
  private AccessListRows() {}

  /** The list of an entry that has one. */
  static Optional<AccessList> find(Handle handle, long entryId) {
    return handle
        .createQuery(
            "SELECT etag::text AS etag, created_at FROM access_list WHERE entry_id = :entry")
        .bind("entry", entryId)
        .map((row, _) ->
            new AccessList(
                entryId,
                row.getString("etag"),
                EntryRows.instant(row, "created_at"),
                grants(handle, entryId)))
        .findOne();
  }

  /** The same, and nobody else changes it until the transaction ends. */
  static Optional<AccessList> lock(Handle handle, long entryId) {
    handle
        .createQuery("SELECT entry_id FROM access_list WHERE entry_id = :entry FOR UPDATE")
        .bind("entry", entryId)
        .mapTo(Long.class)
        .findOne();
    return find(handle, entryId);
  }

  /** A list where there was none. */
  static void insert(Handle handle, long entryId, Instant now, Map<Long, Set<Access>> grants) {
    handle
        .createUpdate("INSERT INTO access_list (entry_id, created_at) VALUES (:entry, :now)")
        .bind("entry", entryId)
        .bind("now", now)
        .execute();
    insertGrants(handle, entryId, grants);
  }

  /** Other content and another etag. */
  static void replace(Handle handle, long entryId, Map<Long, Set<Access>> grants) {
    handle
        .createUpdate("UPDATE access_list SET etag = gen_random_uuid() WHERE entry_id = :entry")
        .bind("entry", entryId)
        .execute();
    handle
        .createUpdate("DELETE FROM access_grant WHERE entry_id = :entry")
        .bind("entry", entryId)
        .execute();
    insertGrants(handle, entryId, grants);
  }

  /** No list any more. */
  static void delete(Handle handle, long entryId) {
    handle
        .createUpdate("DELETE FROM access_list WHERE entry_id = :entry")
        .bind("entry", entryId)
        .execute();
  }

  /** INVALID {@code unknown_principal} when one is neither a user nor a group. */
  static void requireKnown(Handle handle, Set<Long> principals) {
    List<Long> unknown =
        handle
            .createQuery(
                """
                SELECT id FROM unnest(:ids) AS wanted (id)
                WHERE NOT EXISTS (SELECT FROM principal p WHERE p.id = wanted.id) ORDER BY id
                """)
            .bindArray("ids", Long.class, principals)
            .mapTo(Long.class)
            .list();
    if (!unknown.isEmpty()) {
      throw CatalogProblems.invalid(
          "unknown_principal", "There is no user or group " + unknown.getFirst() + ".");
    }
  }

  private static Map<Long, Set<Access>> grants(Handle handle, long entryId) {
    Map<Long, Set<Access>> grants = new TreeMap<>();
    handle
        .createQuery("SELECT principal_id, access FROM access_grant WHERE entry_id = :entry")
        .bind("entry", entryId)
        .map((row, _) ->
            grants.put(row.getLong("principal_id"), Places.access(row.getArray("access"))))
        .list();
    return grants;
  }

  private static void insertGrants(Handle handle, long entryId, Map<Long, Set<Access>> grants) {
    if (grants.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            INSERT INTO access_grant (entry_id, principal_id, access)
            VALUES (:entry, :principal, :access)
            """);
    grants.forEach((principal, access) ->
        batch
            .bind("entry", entryId)
            .bind("principal", principal)
            .bindArray(
                "access", String.class, EnumSet.copyOf(access).stream().map(Enum::name).toList())
            .add());
    batch.execute();
  }
}
