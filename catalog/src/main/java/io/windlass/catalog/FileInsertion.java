package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Location;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Makes files of new objects, any number in one statement; the calling transaction ends it. Checks
 * neither rules nor rights.
 */
final class FileInsertion {
  private static final String INSERT =
      """
      WITH given AS MATERIALIZED (
          SELECT nextval('entry_id') AS entry_id, nextval('stored_file_id') AS file_id, n.*
          FROM unnest(:parents, :benefactors, :names, :keys, :versions, :storeEtags, :sizes, :md5s,
              :sha256s, :types, :fileNames) WITH ORDINALITY
              AS n (parent_id, benefactor_id, name, key, version_id, store_etag, size, md5, sha256,
                  type, file_name, position)
      ), made AS (
          INSERT INTO entry (id, type, parent_id, project_id, benefactor_id, name, latest_version,
              last_version, created_by, created_at, modified_by, modified_at)
          SELECT entry_id, 'FILE', parent_id, :project, benefactor_id, name, 1, 1, :user, :now,
              :user, :now
          FROM given
          ON CONFLICT DO NOTHING
          RETURNING id
      ), stored AS (
          INSERT INTO stored_file (id, location_id, location_sts, bucket, key, version_id,
              store_etag, size, md5, sha256, content_type, file_name, written, created_by,
              created_at)
          SELECT g.file_id, :location, :sts, :bucket, g.key, nullif(g.version_id, ''),
              nullif(g.store_etag, ''), g.size, nullif(g.md5, ''), nullif(g.sha256, ''), g.type,
              g.file_name, :written, :user, :now
          FROM given g JOIN made m ON m.id = g.entry_id
      ), versions AS (
          INSERT INTO file_version (entry_id, number, stored_file_id, created_by, created_at)
          SELECT g.entry_id, 1, g.file_id, :user, :now
          FROM given g JOIN made m ON m.id = g.entry_id
      )
      SELECT g.position - 1 AS index, g.entry_id
      FROM given g JOIN made m ON m.id = g.entry_id
      """;

  private FileInsertion() {}

  /**
   * A file to be.
   *
   * @param parentId its folder
   * @param benefactorId whose list rules there
   * @param content in the location that all of a statement have; its digests are checked
   */
  record Row(long parentId, long benefactorId, String name, NewStoredFile content) {}

  /**
   * A file that was made.
   *
   * @param index of its row
   */
  record Made(int index, long entryId) {}

  /**
   * Makes those whose names are free.
   *
   * @param projectId the project of all
   * @param written whether Windlass wrote the objects
   */
  static List<Made> insert(
      Handle handle,
      Caller caller,
      Instant now,
      long projectId,
      Location location,
      boolean written,
      List<Row> rows) {
    return handle
        .createQuery(INSERT)
        .bindArray("parents", Long.class, column(rows, Row::parentId))
        .bindArray("benefactors", Long.class, column(rows, Row::benefactorId))
        .bindArray("names", String.class, column(rows, Row::name))
        .bindArray("keys", String.class, column(rows, row -> row.content().key()))
        .bindArray("versions", String.class, texts(rows, NewStoredFile::versionId))
        .bindArray("storeEtags", String.class, texts(rows, NewStoredFile::storeEtag))
        .bindArray("sizes", Long.class, column(rows, row -> row.content().size()))
        .bindArray("md5s", String.class, texts(rows, NewStoredFile::md5))
        .bindArray("sha256s", String.class, texts(rows, NewStoredFile::sha256))
        .bindArray(
            "types",
            String.class,
            column(rows, row -> row.content().contentType().orElse(StoredFiles.DEFAULT_TYPE)))
        .bindArray(
            "fileNames",
            String.class,
            column(rows, row -> row.content().fileName().orElse(row.name())))
        .bind("project", projectId)
        .bind("location", location.id())
        .bind("sts", location.sts())
        .bind("bucket", location.bucket())
        .bind("written", written)
        .bind("user", caller.user().id())
        .bind("now", now)
        .mapTo(Made.class)
        .list();
  }

  private static <T> List<T> column(List<Row> rows, Function<Row, T> part) {
    return rows.stream().map(part).toList();
  }

  private static List<String> texts(
      List<Row> rows, Function<NewStoredFile, Optional<String>> part) {
    return rows.stream().map(row -> part.apply(row.content()).orElse("")).toList();
  }
}
