package io.windlass.filesystem.exports;

import io.windlass.linux.FileName;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * The further names of files that have several: each name has an object of its own, and the state
 * of the file speaks of one of them.
 */
final class HardLinks {
  private final Jdbi jdbi;
  private final String linkId;

  HardLinks(Jdbi jdbi, String linkId) {
    this.jdbi = jdbi;
    this.linkId = linkId;
  }

  /**
   * One name.
   *
   * @param path below the linked directory
   * @param etag of the object of this name
   * @param sourceEtag of the object that the state named when this one was made
   */
  record Name(String path, long inode, String etag, String sourceEtag) {}

  Optional<Name> find(String path) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT * FROM hard_link WHERE link_id = :link AND path = :path")
            .bind("link", linkId)
            .bind("path", FileName.encode(path))
            .map((row, _) ->
                new Name(
                    path,
                    row.getLong("inode"),
                    row.getString("etag"),
                    row.getString("source_etag")))
            .findOne());
  }

  /** Those of the paths that are names of files with several. */
  List<String> among(List<String> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT path FROM hard_link WHERE link_id = :link AND path IN (<paths>)")
            .bind("link", linkId)
            .bindList("paths", paths.stream().map(FileName::encode).toList())
            .map((row, _) -> FileName.decode(row.getBytes("path")))
            .list());
  }

  List<Name> of(long inode) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT * FROM hard_link WHERE link_id = :link AND inode = :inode ORDER BY path")
            .bind("link", linkId)
            .bind("inode", inode)
            .map((row, _) ->
                new Name(
                    FileName.decode(row.getBytes("path")),
                    inode,
                    row.getString("etag"),
                    row.getString("source_etag")))
            .list());
  }

  void put(Name name) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO hard_link (link_id, path, inode, etag, source_etag)
                VALUES (:link, :path, :inode, :etag, :sourceEtag)
                ON CONFLICT (link_id, path) DO UPDATE SET
                  inode = excluded.inode, etag = excluded.etag, source_etag = excluded.source_etag
                """)
            .bind("link", linkId)
            .bind("path", FileName.encode(name.path()))
            .bind("inode", name.inode())
            .bind("etag", name.etag())
            .bind("sourceEtag", name.sourceEtag())
            .execute());
  }

  void remove(String path) {
    jdbi.useHandle(handle ->
        handle.execute(
            "DELETE FROM hard_link WHERE link_id = ? AND path = ?", linkId, FileName.encode(path)));
  }
}
