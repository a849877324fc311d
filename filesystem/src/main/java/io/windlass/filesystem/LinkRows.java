package io.windlass.filesystem;

import io.windlass.filesystem.LinkDetails.Lifecycle;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.link.Link.Change;
import io.windlass.foundation.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of links. */
final class LinkRows {
  private static final RowMapper<LinkDetails> LINK = LinkRows::link;

  private LinkRows() {}

  /** The number is given here; the one of {@code fresh} does not matter. */
  static void insert(Handle handle, LinkDetails fresh, String store) {
    Link link = fresh.link();
    handle
        .createUpdate(
            """
            INSERT INTO link (id, file_system_id, directory, connection_id, store, bucket, prefix,
              location_id, path, repository_path, imports, exports, import_metadata, chunk_size,
              tags, events, created_by, created_at)
            VALUES (:id, :fileSystemId, :directory, :connectionId, :store, :bucket, :prefix,
              :locationId, :path, :repositoryPath, :imports, :exports, :importMetadata, :chunkSize,
              :tags::json, :events::json, :createdBy, :createdAt)
            """)
        .bind("id", link.id())
        .bind("fileSystemId", link.fileSystemId())
        .bind("directory", link.directory())
        .bind("connectionId", link.connectionId())
        .bind("store", store)
        .bind("bucket", link.bucket())
        .bind("prefix", link.prefix())
        .bind("locationId", fresh.locationId())
        .bind("path", fresh.path())
        .bind("repositoryPath", fresh.repositoryPath())
        .bindArray("imports", String.class, words(link.imports()))
        .bindArray("exports", String.class, words(link.exports()))
        .bind("importMetadata", fresh.importMetadata())
        .bind("chunkSize", fresh.chunkSize())
        .bind("tags", Json.write(fresh.tags()))
        .bind("events", EventSourceText.write(fresh.events()))
        .bind("createdBy", fresh.createdBy())
        .bind("createdAt", fresh.createdAt())
        .execute();
  }

  static Optional<LinkDetails> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM link WHERE id = :id")
        .bind("id", id)
        .map(LINK)
        .findOne();
  }

  /** In the order of creation. */
  static List<LinkDetails> ofFileSystem(Handle handle, String fileSystemId) {
    return handle
        .createQuery("SELECT * FROM link WHERE file_system_id = :id ORDER BY created_at, id")
        .bind("id", fileSystemId)
        .map(LINK)
        .list();
  }

  /** Where the bucket of each link is: buckets of different stores may have the same name. */
  static Map<String, String> stores(Handle handle, String fileSystemId) {
    record Store(String id, String store) {}
    return handle
        .createQuery("SELECT id, store FROM link WHERE file_system_id = :id")
        .bind("id", fileSystemId)
        .mapTo(Store.class)
        .collect(Collectors.toMap(Store::id, Store::store));
  }

  static Page.Of<LinkDetails> list(Handle handle, LinkFilter filter, Page page) {
    List<LinkDetails> found =
        Cursor.bind(
                handle.createQuery(
                    """
                    SELECT * FROM link
                    WHERE (cardinality(:ids::text[]) = 0 OR id = ANY (:ids))
                      AND (cardinality(:fileSystems::text[]) = 0
                        OR file_system_id = ANY (:fileSystems))
                      AND (created_at, id) > (:afterTime, :afterId)
                    ORDER BY created_at, id LIMIT :limit
                    """),
                page)
            .bindArray("ids", String.class, filter.ids())
            .bindArray("fileSystems", String.class, filter.fileSystemIds())
            .map(LINK)
            .list();
    return Cursor.page(found, page, it -> new Cursor(it.createdAt(), it.id()));
  }

  static void tags(Handle handle, String id, Map<String, String> tags) {
    handle
        .createUpdate("UPDATE link SET tags = :tags::json WHERE id = :id")
        .bind("id", id)
        .bind("tags", Json.write(tags))
        .execute();
  }

  static void change(Handle handle, String id, LinkChange change) {
    handle
        .createUpdate(
            """
            UPDATE link SET chunk_size = coalesce(:chunkSize, chunk_size),
              imports = CASE WHEN :newImports THEN :imports ELSE imports END,
              exports = CASE WHEN :newExports THEN :exports ELSE exports END
            WHERE id = :id
            """)
        .bind("id", id)
        .bind("chunkSize", change.chunkSize())
        .bind("newImports", change.imports().isPresent())
        .bindArray("imports", String.class, words(change.imports().orElse(Set.of())))
        .bind("newExports", change.exports().isPresent())
        .bindArray("exports", String.class, words(change.exports().orElse(Set.of())))
        .execute();
  }

  /** Moves a link from one of these states; false when it is in none of them. */
  static boolean move(
      Handle handle,
      String id,
      Collection<Lifecycle> from,
      Lifecycle to,
      Optional<String> failure) {
    return handle
            .createUpdate(
                """
                UPDATE link SET lifecycle = :to, failure = :failure
                WHERE id = :id AND lifecycle = ANY (:from)
                """)
            .bind("id", id)
            .bindArray("from", String.class, from.stream().map(Enum::name).toList())
            .bind("to", to)
            .bind("failure", failure)
            .execute()
        == 1;
  }

  static void delete(Handle handle, String id) {
    handle.execute("DELETE FROM link WHERE id = ?", id);
  }

  private static List<String> words(Set<Change> changes) {
    return changes.stream().map(Enum::name).sorted().toList();
  }

  private static Set<Change> changes(ResultSet row, String column) throws SQLException {
    return Arrays.stream((String[]) row.getArray(column).getArray())
        .map(Change::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static LinkDetails link(ResultSet row, StatementContext context) throws SQLException {
    long location = row.getLong("location_id");
    Optional<Long> locationId = row.wasNull() ? Optional.empty() : Optional.of(location);
    Link link =
        new Link(
            row.getString("id"),
            row.getLong("number"),
            row.getString("file_system_id"),
            row.getString("directory"),
            row.getString("connection_id"),
            row.getString("bucket"),
            row.getString("prefix"),
            changes(row, "imports"),
            changes(row, "exports"));
    return new LinkDetails(
        link,
        locationId,
        row.getString("path"),
        row.getString("repository_path"),
        row.getBoolean("import_metadata"),
        row.getInt("chunk_size"),
        Lifecycle.valueOf(row.getString("lifecycle")),
        Optional.ofNullable(row.getString("failure")),
        Json.tags(row.getString("tags")),
        EventSourceText.read(row.getString("events")),
        row.getLong("created_by"),
        row.getTimestamp("created_at").toInstant());
  }
}
