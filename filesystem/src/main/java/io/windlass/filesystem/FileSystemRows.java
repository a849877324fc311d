package io.windlass.filesystem;

import io.windlass.filesystem.FileSystem.Lifecycle;
import io.windlass.filesystem.FileSystem.Mode;
import io.windlass.filesystem.FileSystem.Source;
import io.windlass.foundation.Page;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of file systems. */
final class FileSystemRows {
  private static final RowMapper<FileSystem> FILE_SYSTEM = FileSystemRows::fileSystem;

  private FileSystemRows() {}

  /** Nothing, and false, when a name, place or id is taken. */
  static boolean insert(Handle handle, FileSystem wanted) {
    return handle
            .createUpdate(
                """
                INSERT INTO file_system (id, name, project_guid, source_kind, source_path,
                  source_size, mount_point, node, tags, attributes, created_by, created_at)
                VALUES (:id, :name, :projectGuid, :sourceKind, :sourcePath, :sourceSize,
                  :mountPoint, :node, :tags::json, :attributes::json, :createdBy, :createdAt)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", wanted.id())
            .bind("name", wanted.name())
            .bind("projectGuid", wanted.projectGuid())
            .bind("sourceKind", kind(wanted.source()))
            .bind("sourcePath", wanted.source().path().toString())
            .bind(
                "sourceSize",
                wanted.source() instanceof Source.Image image
                    ? Optional.of(image.size())
                    : Optional.<Long>empty())
            .bind("mountPoint", wanted.mountPoint().toString())
            .bind("node", wanted.node())
            .bind("tags", Json.write(wanted.tags()))
            .bind("attributes", wanted.attributes())
            .bind("createdBy", wanted.createdBy())
            .bind("createdAt", wanted.createdAt())
            .execute()
        == 1;
  }

  static Optional<FileSystem> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM file_system WHERE id = :id")
        .bind("id", id)
        .map(FILE_SYSTEM)
        .findOne();
  }

  /** Nobody else changes it or its links until the transaction ends. */
  static Optional<FileSystem> lock(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM file_system WHERE id = :id FOR UPDATE")
        .bind("id", id)
        .map(FILE_SYSTEM)
        .findOne();
  }

  static Optional<FileSystem> inProject(Handle handle, String projectGuid, String idOrName) {
    return handle
        .createQuery(
            """
            SELECT * FROM file_system
            WHERE project_guid = :project AND (id = :wanted OR name = :wanted)
            ORDER BY id <> :wanted LIMIT 1
            """)
        .bind("project", projectGuid)
        .bind("wanted", idOrName)
        .map(FILE_SYSTEM)
        .findOne();
  }

  static Page.Of<FileSystem> list(Handle handle, FileSystemFilter filter, Page page) {
    List<FileSystem> found =
        Cursor.bind(
                handle.createQuery(
                    """
                    SELECT * FROM file_system
                    WHERE (cardinality(:projects::text[]) = 0 OR project_guid = ANY (:projects))
                      AND (cardinality(:ids::text[]) = 0 OR id = ANY (:ids))
                      AND (created_at, id) > (:afterTime, :afterId)
                    ORDER BY created_at, id LIMIT :limit
                    """),
                page)
            .bindArray("projects", String.class, filter.projectGuids())
            .bindArray("ids", String.class, filter.ids())
            .map(FILE_SYSTEM)
            .list();
    return Cursor.page(found, page, it -> new Cursor(it.createdAt(), it.id()));
  }

  static List<FileSystem> ofNode(Handle handle, String node) {
    return handle
        .createQuery("SELECT * FROM file_system WHERE node = :node ORDER BY created_at, id")
        .bind("node", node)
        .map(FILE_SYSTEM)
        .list();
  }

  static int count(Handle handle) {
    return handle.createQuery("SELECT count(*) FROM file_system").mapTo(int.class).one();
  }

  static void tags(Handle handle, String id, Map<String, String> tags) {
    handle
        .createUpdate("UPDATE file_system SET tags = :tags::json WHERE id = :id")
        .bind("id", id)
        .bind("tags", Json.write(tags))
        .execute();
  }

  /** Never leaves {@code DELETING}. */
  static void lifecycle(Handle handle, String id, Lifecycle lifecycle, Optional<String> failure) {
    handle
        .createUpdate(
            """
            UPDATE file_system SET lifecycle = :lifecycle, failure = :failure
            WHERE id = :id AND lifecycle <> 'DELETING'
            """)
        .bind("id", id)
        .bind("lifecycle", lifecycle)
        .bind("failure", failure)
        .execute();
  }

  static void mode(Handle handle, String id, Mode mode, Optional<String> reason) {
    handle
        .createUpdate("UPDATE file_system SET mode = :mode, mode_reason = :reason WHERE id = :id")
        .bind("id", id)
        .bind("mode", mode)
        .bind("reason", reason)
        .execute();
  }

  /** Forgets it with all that belongs to it. */
  static void delete(Handle handle, String id) {
    handle.execute("DELETE FROM link_request WHERE file_system_id = ?", id);
    handle.execute("DELETE FROM link WHERE file_system_id = ?", id);
    handle.execute("DELETE FROM file_system WHERE id = ?", id);
  }

  private static String kind(Source source) {
    return switch (source) {
      case Source.Device _ -> "DEVICE";
      case Source.Directory _ -> "DIRECTORY";
      case Source.Image _ -> "IMAGE";
    };
  }

  private static Source source(ResultSet row) throws SQLException {
    Path path = Path.of(row.getString("source_path"));
    return switch (row.getString("source_kind")) {
      case "DEVICE" -> new Source.Device(path);
      case "DIRECTORY" -> new Source.Directory(path);
      default -> new Source.Image(path, row.getLong("source_size"));
    };
  }

  private static FileSystem fileSystem(ResultSet row, StatementContext context)
      throws SQLException {
    return new FileSystem(
        row.getString("id"),
        row.getString("name"),
        row.getString("project_guid"),
        source(row),
        Path.of(row.getString("mount_point")),
        row.getString("node"),
        Lifecycle.valueOf(row.getString("lifecycle")),
        Optional.ofNullable(row.getString("mode")).map(Mode::valueOf),
        Optional.ofNullable(row.getString("mode_reason")),
        Optional.ofNullable(row.getString("failure")),
        Json.tags(row.getString("tags")),
        row.getString("attributes"),
        row.getLong("created_by"),
        row.getTimestamp("created_at").toInstant());
  }
}
