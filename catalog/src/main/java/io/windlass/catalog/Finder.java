package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.identity.Scope;
import io.windlass.foundation.Page;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Finds entries by names, as one caller may see them. */
final class Finder {
  private static final Pattern ALIAS = Pattern.compile("proj_([1-9][0-9]{0,17})");

  private Finder() {}

  /** The live entry at a path, if there is one that the caller may read. */
  static Optional<Entry> at(Handle handle, Caller caller, CatalogPath path) {
    caller.require(Scope.VIEW);
    return projectId(handle, path.project())
        .flatMap(project -> descend(handle, project, path.names()))
        .flatMap(id -> readable(handle, caller, id));
  }

  /** The live child of a name, if there is one that the caller may read. */
  static Optional<Entry> child(Handle handle, Caller caller, Optional<Long> parentId, String name) {
    caller.require(Scope.VIEW);
    String trimmed = name.strip();
    if (EntryName.fault(trimmed).isPresent()) {
      return Optional.empty();
    }
    String condition = parentId.isPresent() ? "parent_id = :parent" : "parent_id IS NULL";
    var query =
        handle
            .createQuery(
                "SELECT id FROM entry WHERE name = :name AND trashed_at IS NULL AND " + condition)
            .bind("name", trimmed);
    parentId.ifPresent(parent -> query.bind("parent", parent));
    return query.mapTo(Long.class).findOne().flatMap(id -> readable(handle, caller, id));
  }

  /** As {@link #child}, of many names of one parent that is live, by name. */
  static Map<String, Entry> children(
      Handle handle, Caller caller, long parentId, Collection<String> names) {
    caller.require(Scope.VIEW);
    Query query =
        handle.createQuery(
            EntryRows.SELECT_LATEST
                + """
                WHERE e.parent_id = :parent AND e.name = ANY(:names) AND e.trashed_at IS NULL AND
                """
                + Children.READABLE.formatted("e.benefactor_id"));
    return Children.bindCaller(query, caller)
        .bind("parent", parentId)
        .bindArray("names", String.class, names)
        .map((row, _) -> EntryRows.entry(row))
        .stream()
        .collect(Collectors.toMap(Entry::name, Function.identity()));
  }

  /** Live project by guid, alias or name, in this order; nobody's rights are asked. */
  static Optional<Long> projectId(Handle handle, String text) {
    var alias = ALIAS.matcher(text);
    return handle
        .createQuery(
            """
            SELECT id FROM entry
            WHERE trashed_at IS NULL AND parent_id IS NULL
              AND (guid = :text OR ordinal = :ordinal OR name = :text)
            ORDER BY guid = :text DESC, ordinal = :ordinal DESC LIMIT 1
            """)
        .bind("text", text)
        .bind("ordinal", alias.matches() ? Long.parseLong(alias.group(1)) : 0L)
        .mapTo(Long.class)
        .findOne();
  }

  /** Projects by a part of their names. */
  static Page.Of<Entry> searchProjects(Handle handle, Caller caller, String text, Page page) {
    caller.require(Scope.VIEW);
    Texts.checkShort(Optional.of(text), "text to search for");
    String list = "projects " + text.toLowerCase(Locale.ROOT);
    Optional<Cursor> from = Cursor.parse(page, list);
    String sql =
        EntryRows.SELECT_LATEST
            + """
            WHERE e.parent_id IS NULL AND e.trashed_at IS NULL
              AND e.name > :from
              AND (position(lower(:text) IN lower(e.name)) > 0
                   OR position(lower(:text) IN lower(e.display_name)) > 0)
            """
            + "AND "
            + Children.READABLE.formatted("e.benefactor_id")
            + "ORDER BY e.name LIMIT :count";
    List<Entry> found =
        Children.bindCaller(handle.createQuery(sql), caller)
            .bind("text", text)
            .bind("from", from.map(Cursor::value).orElse(""))
            .bind("count", page.limit() + 1)
            .map((row, _) -> EntryRows.entry(row))
            .list();
    return Cursor.page(found, page, last -> new Cursor(list, last.name(), last.id()));
  }

  /** The entries on the way down to an entry, the project first. */
  static List<Entry> lineage(Handle handle, Place place) {
    return handle
        .createQuery(
            EntryRows.SELECT_LATEST
                + """
                WHERE e.id = ANY(:ids) ORDER BY array_position(:ids, e.id) DESC
                """)
        .bindArray("ids", Long.class, place.lineage())
        .map((row, _) -> EntryRows.entry(row))
        .list();
  }

  /** The live entry reached by names from another, if there is one. */
  static Optional<Long> descend(Handle handle, long from, List<String> names) {
    return handle
        .createQuery(
            """
            WITH RECURSIVE walk AS (
                SELECT CAST(:from AS bigint) AS id, 0 AS depth
                UNION ALL
                SELECT e.id, w.depth + 1
                FROM walk w JOIN entry e ON e.parent_id = w.id
                WHERE e.trashed_at IS NULL AND e.name = (:names)[w.depth + 1]
            )
            SELECT id FROM walk WHERE depth = :depth
            """)
        .bind("from", from)
        .bindArray("names", String.class, names)
        .bind("depth", names.size())
        .mapTo(Long.class)
        .findOne();
  }

  private static Optional<Entry> readable(Handle handle, Caller caller, long id) {
    return Places.find(handle, caller, id)
        .filter(found -> !found.trashed() && found.place().access().contains(Access.READ))
        .map(found -> EntryRows.entry(handle, found.place().id()));
  }
}
