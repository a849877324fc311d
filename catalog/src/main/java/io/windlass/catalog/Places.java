package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Reads {@link Place}s. */
final class Places {
  private static final String QUERY =
      """
      WITH RECURSIVE lineage AS (
          SELECT id, parent_id, trashed_at, 1 AS distance FROM entry WHERE id = :id
          UNION ALL
          SELECT p.id, p.parent_id, p.trashed_at, l.distance + 1
          FROM lineage l JOIN entry p ON p.id = l.parent_id
      )
      SELECT e.id, e.type, e.parent_id, e.project_id, e.etag::text AS etag, e.benefactor_id,
             e.created_by,
             ARRAY(SELECT l.id FROM lineage l ORDER BY l.distance) AS lineage,
             EXISTS (SELECT FROM lineage l WHERE l.trashed_at IS NOT NULL) AS trashed,
             ARRAY(
                 SELECT DISTINCT unnest(g.access) FROM access_grant g
                 WHERE g.entry_id = e.benefactor_id AND g.principal_id = ANY(:principals)
             ) AS access,
             s.entry_id AS setting_entry_id, s.location_id, s.sts
      FROM entry e
      LEFT JOIN LATERAL (
          SELECT ls.entry_id, ls.location_ids[1] AS location_id, ls.sts
          FROM lineage l JOIN location_setting ls ON ls.entry_id = l.id
          ORDER BY l.distance LIMIT 1
      ) s ON true
      WHERE e.id = :id
      """;

  private Places() {}

  /** The place of a live entry: NOT_FOUND when there is none or it lies in the trash. */
  static Place live(Handle handle, Caller caller, long id) {
    return find(handle, caller, id)
        .filter(found -> !found.trashed())
        .map(Found::place)
        .orElseThrow(() -> CatalogProblems.noEntry(id));
  }

  /** The place of a live entry that the caller may read. */
  static Place readable(Handle handle, Caller caller, long id) {
    Place place = live(handle, caller, id);
    place.require(caller, Access.READ);
    return place;
  }

  /** The place of an entry, also in the trash. */
  static Optional<Found> find(Handle handle, Caller caller, long id) {
    boolean all = caller.administrator();
    return handle
        .createQuery(QUERY)
        .bind("id", id)
        .bindArray("principals", Long.class, caller.principals())
        .map((row, _) -> new Found(read(row, all), row.getBoolean("trashed")))
        .findOne();
  }

  private static Place read(ResultSet row, boolean all) throws SQLException {
    return new Place(
        row.getLong("id"),
        EntryType.valueOf(row.getString("type")),
        optionalLong(row, "parent_id"),
        row.getLong("project_id"),
        row.getString("etag"),
        row.getLong("benefactor_id"),
        row.getLong("created_by"),
        longs(row.getArray("lineage")),
        all ? Rights.ALL : access(row.getArray("access")),
        effective(row));
  }

  static EffectiveLocation effective(ResultSet row) throws SQLException {
    Optional<Long> entryId = optionalLong(row, "setting_entry_id");
    return entryId.isEmpty()
        ? EffectiveLocation.DEFAULT
        : new EffectiveLocation(row.getLong("location_id"), row.getBoolean("sts"), entryId);
  }

  static Optional<Long> optionalLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }

  static List<Long> longs(Array array) throws SQLException {
    return Arrays.asList((Long[]) array.getArray());
  }

  static Set<Access> access(Array array) throws SQLException {
    Set<Access> set = EnumSet.noneOf(Access.class);
    for (String name : (String[]) array.getArray()) {
      set.add(Access.valueOf(name));
    }
    return set;
  }

  /**
   * A place, and whether it lies in the trash.
   *
   * @param place where
   * @param trashed the entry itself or one above it
   */
  record Found(Place place, boolean trashed) {}
}
