package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Reads {@link Place}s. */
final class Places {
  private static final String QUERY =
      """
      SELECT e.id, e.type, e.parent_id, e.project_id, e.etag::text AS etag, e.benefactor_id,
             e.created_by, up.lineage, up.trashed, up.setting_entry_id, up.location_id, up.sts,
             ARRAY(
                 SELECT DISTINCT unnest(g.access) FROM access_grant g
                 WHERE g.entry_id = e.benefactor_id AND g.principal_id = ANY(:principals)
             ) AS access
      FROM entry e
      CROSS JOIN LATERAL (
          WITH RECURSIVE lineage AS (
              SELECT e.id, e.parent_id, e.trashed_at, 1 AS distance
              UNION ALL
              SELECT p.id, p.parent_id, p.trashed_at, l.distance + 1
              FROM lineage l JOIN entry p ON p.id = l.parent_id
          )
          SELECT array_agg(l.id ORDER BY l.distance) AS lineage,
                 bool_or(l.trashed_at IS NOT NULL) AS trashed,
                 (array_agg(s.entry_id ORDER BY l.distance) FILTER (WHERE s.entry_id IS NOT NULL))[1]
                     AS setting_entry_id,
                 (array_agg(s.location_ids[1] ORDER BY l.distance)
                     FILTER (WHERE s.entry_id IS NOT NULL))[1] AS location_id,
                 (array_agg(s.sts ORDER BY l.distance) FILTER (WHERE s.entry_id IS NOT NULL))[1]
                     AS sts
          FROM lineage l LEFT JOIN location_setting s ON s.entry_id = l.id
      ) up
      WHERE e.id = ANY(:ids)
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

  /** The places of live entries, by id; those that are not there or lie in the trash are not. */
  static Map<Long, Place> live(Handle handle, Caller caller, Collection<Long> ids) {
    return found(handle, caller, ids).stream()
        .filter(found -> !found.trashed())
        .map(Found::place)
        .collect(Collectors.toMap(Place::id, Function.identity()));
  }

  /** The place of an entry, also in the trash. */
  static Optional<Found> find(Handle handle, Caller caller, long id) {
    return found(handle, caller, List.of(id)).stream().findFirst();
  }

  private static List<Found> found(Handle handle, Caller caller, Collection<Long> ids) {
    boolean all = caller.administrator();
    return handle
        .createQuery(QUERY)
        .bindArray("ids", Long.class, ids)
        .bindArray("principals", Long.class, caller.principals())
        .map((row, _) -> new Found(read(row, all), row.getBoolean("trashed")))
        .list();
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
