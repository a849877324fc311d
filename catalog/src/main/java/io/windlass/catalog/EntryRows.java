package io.windlass.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How entries, versions and stored files are read from rows. */
final class EntryRows {
  private static final String FILE_COLUMNS =
      """
      f.id AS f_id, f.location_id AS f_location_id, f.bucket AS f_bucket, f.key AS f_key,
      f.version_id AS f_version_id, f.store_etag AS f_store_etag, f.size AS f_size, f.md5 AS f_md5,
      f.sha256 AS f_sha256, f.content_type AS f_content_type, f.file_name AS f_file_name,
      f.written AS f_written, f.created_by AS f_created_by, f.created_at AS f_created_at,
      f.etag::text AS f_etag
      """;

  private static final String VERSION_COLUMNS =
      """
      v.number AS v_number, v.label AS v_label, v.comment AS v_comment, v.created_by AS v_created_by,
      v.created_at AS v_created_at, v.number = e.latest_version AS v_latest,
      """
          + FILE_COLUMNS;

  private static final String COLUMNS =
      """
      SELECT e.id, e.type, e.parent_id, e.project_id, e.name, e.etag::text AS etag, e.description,
             e.guid, e.ordinal, e.display_name, e.region, e.benefactor_id, e.created_by, e.created_at,
             e.modified_by, e.modified_at, e.trashed_by, e.trashed_at,
      """
          + VERSION_COLUMNS;

  /** Entries {@code e}, files with their latest version. A condition follows. */
  static final String SELECT_LATEST =
      COLUMNS
          + """
          FROM entry e
          LEFT JOIN file_version v ON v.entry_id = e.id AND v.number = e.latest_version
          LEFT JOIN stored_file f ON f.id = v.stored_file_id
          """;

  /** Files {@code e} with any version {@code v}. A condition follows. */
  static final String SELECT_VERSIONS =
      COLUMNS
          + """
          FROM entry e
          JOIN file_version v ON v.entry_id = e.id
          JOIN stored_file f ON f.id = v.stored_file_id
          """;

  /** Stored files {@code f}. A condition follows. */
  static final String SELECT_STORED_FILES = "SELECT " + FILE_COLUMNS + " FROM stored_file f ";

  private EntryRows() {}

  /** The entry, wherever it lies. */
  static Entry entry(Handle handle, long id) {
    return handle
        .createQuery(SELECT_LATEST + "WHERE e.id = :id")
        .bind("id", id)
        .map((row, _) -> entry(row))
        .findOne()
        .orElseThrow(() -> CatalogProblems.noEntry(id));
  }

  /** The entry, and nobody else changes it until the transaction ends. */
  static Entry lock(Handle handle, long id) {
    handle
        .createQuery("SELECT id FROM entry WHERE id = :id FOR NO KEY UPDATE")
        .bind("id", id)
        .mapTo(Long.class)
        .findOne();
    return entry(handle, id);
  }

  static Entry entry(ResultSet row) throws SQLException {
    EntryType type = EntryType.valueOf(row.getString("type"));
    return new Entry(
        row.getLong("id"),
        type,
        Places.optionalLong(row, "parent_id"),
        row.getLong("project_id"),
        row.getString("name"),
        row.getString("etag"),
        text(row, "description"),
        text(row, "guid"),
        Places.optionalLong(row, "ordinal").map(ordinal -> "proj_" + ordinal),
        text(row, "display_name"),
        text(row, "region"),
        row.getLong("benefactor_id"),
        row.getLong("created_by"),
        instant(row, "created_at"),
        row.getLong("modified_by"),
        instant(row, "modified_at"),
        type == EntryType.FILE ? Optional.of(version(row)) : Optional.empty());
  }

  static FileVersion version(ResultSet row) throws SQLException {
    return new FileVersion(
        row.getLong("v_number"),
        text(row, "v_label"),
        text(row, "v_comment"),
        storedFile(row),
        row.getBoolean("v_latest"),
        row.getLong("v_created_by"),
        instant(row, "v_created_at"));
  }

  static StoredFile storedFile(ResultSet row) throws SQLException {
    return new StoredFile(
        row.getLong("f_id"),
        row.getLong("f_location_id"),
        row.getString("f_bucket"),
        row.getString("f_key"),
        text(row, "f_version_id"),
        text(row, "f_store_etag"),
        row.getLong("f_size"),
        text(row, "f_md5"),
        text(row, "f_sha256"),
        row.getString("f_content_type"),
        row.getString("f_file_name"),
        row.getBoolean("f_written"),
        row.getLong("f_created_by"),
        instant(row, "f_created_at"),
        row.getString("f_etag"));
  }

  static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
