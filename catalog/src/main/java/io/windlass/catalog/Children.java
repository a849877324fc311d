package io.windlass.catalog;

import io.windlass.catalog.ChildrenQuery.Direction;
import io.windlass.catalog.ChildrenQuery.Sort;
import io.windlass.catalog.ChildrenQuery.Total;
import io.windlass.catalog.identity.Caller;
import io.windlass.foundation.Page;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Lists the children of one parent, or the projects, as one caller may see them. */
final class Children {
  /** Whether the caller may read what {@code %s} is the benefactor of. */
  static final String READABLE =
      """
      (:all OR EXISTS (
          SELECT FROM access_grant g
          WHERE g.entry_id = %s AND g.principal_id = ANY(:principals) AND 'READ' = ANY(g.access)))
      """;

  private Children() {}

  /** One page; the caller may read the parent. */
  static ChildrenPage page(
      Handle handle, Caller caller, Optional<Long> parentId, ChildrenQuery query) {
    if (query.types().isEmpty()) {
      throw CatalogProblems.invalid("no_types", "Say at least one type of entries to list.");
    }
    String list = "children " + query.sort() + " " + query.direction();
    Optional<Cursor> from = Cursor.parse(query.page(), list);
    Page.Of<Entry> page =
        Cursor.page(
            entries(handle, caller, parentId, query, from),
            query.page(),
            last -> new Cursor(list, value(last, query.sort()), last.id()));
    Optional<Totals> totals =
        query.totals().isEmpty()
            ? Optional.empty()
            : Optional.of(totals(handle, caller, parentId, query));
    return new ChildrenPage(
        page.items(),
        page.nextCursor(),
        totals.filter(_ -> query.totals().contains(Total.COUNT)).map(Totals::count),
        totals.filter(_ -> query.totals().contains(Total.SIZE)).map(Totals::size));
  }

  private static List<Entry> entries(
      Handle handle,
      Caller caller,
      Optional<Long> parentId,
      ChildrenQuery query,
      Optional<Cursor> from) {
    String column = "e." + query.sort().name().toLowerCase(Locale.ROOT);
    boolean up = query.direction() == Direction.ASCENDING;
    String behind =
        from.isEmpty() ? "" : "AND (" + column + ", e.id) " + (up ? ">" : "<") + " (:value, :id)\n";
    String order = up ? " ASC" : " DESC";
    String sql =
        EntryRows.SELECT_LATEST
            + where(parentId)
            + "AND "
            + READABLE.formatted("e.benefactor_id")
            + behind
            + ("ORDER BY " + column + order + ", e.id" + order + " LIMIT :count");
    Query statement =
        bind(handle.createQuery(sql), caller, parentId, query)
            .bind("count", query.page().limit() + 1);
    from.ifPresent(cursor -> {
      statement.bind("id", cursor.id());
      if (query.sort() == Sort.NAME) {
        statement.bind("value", cursor.value());
      } else {
        statement.bind("value", cursor.instant());
      }
    });
    return statement.map((row, _) -> EntryRows.entry(row)).list();
  }

  /** Benefactors are judged once each, not once per child. */
  private static Totals totals(
      Handle handle, Caller caller, Optional<Long> parentId, ChildrenQuery query) {
    String sql =
        """
        SELECT coalesce(sum(t.count), 0) AS count, coalesce(sum(t.size), 0) AS size FROM (
            SELECT e.benefactor_id, count(*) AS count, sum(f.size) AS size
            FROM entry e
            LEFT JOIN file_version v ON v.entry_id = e.id AND v.number = e.latest_version
            LEFT JOIN stored_file f ON f.id = v.stored_file_id
        """
            + where(parentId)
            + "GROUP BY e.benefactor_id) t WHERE "
            + READABLE.formatted("t.benefactor_id");
    return bind(handle.createQuery(sql), caller, parentId, query)
        .map((row, _) -> new Totals(row.getLong("count"), row.getLong("size")))
        .one();
  }

  private static String where(Optional<Long> parentId) {
    return (parentId.isPresent() ? "WHERE e.parent_id = :parent" : "WHERE e.parent_id IS NULL")
        + " AND e.trashed_at IS NULL AND e.type = ANY(:types)\n";
  }

  private static Query bind(
      Query statement, Caller caller, Optional<Long> parentId, ChildrenQuery query) {
    parentId.ifPresent(parent -> statement.bind("parent", parent));
    return bindCaller(statement, caller)
        .bindArray("types", String.class, query.types().stream().map(Enum::name).toList());
  }

  /** Binds what {@link #READABLE} asks for. */
  static Query bindCaller(Query statement, Caller caller) {
    return statement
        .bind("all", caller.administrator())
        .bindArray("principals", Long.class, caller.principals());
  }

  private static String value(Entry entry, Sort sort) {
    return switch (sort) {
      case NAME -> entry.name();
      case CREATED_AT -> entry.createdAt().toString();
      case MODIFIED_AT -> entry.modifiedAt().toString();
    };
  }

  private record Totals(long count, long size) {}
}
