package io.windlass.filesystem.watch;

import io.windlass.filesystem.watch.Seen.Extent;
import io.windlass.linux.FileName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The table of renames. */
final class MoveRows {
  private static final String FOLLOW_ENTRY =
      """
      UPDATE local_move SET to_path = :to, generation = nextval('local_change_generation')
      WHERE file_system_id = :fileSystem AND to_path = :from
      """;
  private static final String FOLLOW_BELOW =
      """
      UPDATE local_move
      SET to_path = :to || substring(to_path FROM octet_length(:from) + 1),
        generation = nextval('local_change_generation')
      WHERE file_system_id = :fileSystem AND to_path > :first AND to_path < :end
      """;

  private final Jdbi jdbi;

  MoveRows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Lets earlier renames follow, then notes that an entry left its place in a link. */
  static void insert(Handle handle, Seen.Rename rename, Instant now) {
    follow(handle, rename);
    rename
        .source()
        .ifPresent(source ->
            handle
                .createUpdate(
                    """
                    INSERT INTO local_move (
                      link_id, file_system_id, from_path, to_path, generation, directory,
                      first_seen, due_at, attempts)
                    VALUES (
                      :link, :fileSystem, :from, :to, nextval('local_change_generation'),
                      :directory, :now, :now, 0)
                    """)
                .bind("link", source.linkId())
                .bind("fileSystem", rename.fileSystemId())
                .bind("from", FileName.encode(source.path()))
                .bind("to", FileName.encode(rename.to()))
                .bind("directory", rename.extent() == Extent.TREE)
                .bind("now", now)
                .execute());
  }

  private static void follow(Handle handle, Seen.Rename rename) {
    byte[] from = FileName.encode(rename.from());
    byte[] to = FileName.encode(rename.to());
    handle
        .createUpdate(FOLLOW_ENTRY)
        .bind("to", to)
        .bind("fileSystem", rename.fileSystemId())
        .bind("from", from)
        .execute();
    if (rename.extent() == Extent.TREE) {
      handle
          .createUpdate(FOLLOW_BELOW)
          .bind("to", to)
          .bind("from", from)
          .bind("fileSystem", rename.fileSystemId())
          .bind("first", FileName.encode(rename.from() + "/"))
          .bind("end", FileName.encode(rename.from() + "0")) // the character behind the slash
          .execute();
    }
  }

  /** Whether any rename of the file system is not exported yet. */
  static boolean any(Handle handle, String fileSystemId) {
    return handle
        .createQuery("SELECT EXISTS (SELECT FROM local_move WHERE file_system_id = :fileSystem)")
        .bind("fileSystem", fileSystemId)
        .mapTo(Boolean.class)
        .one();
  }

  /** No pause is an hour long: what lies further ahead is from before a clock was put back. */
  List<LocalMove> due(String linkId, Instant now, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM local_move
                WHERE link_id = :link AND (due_at <= :now
                  OR due_at > CAST(:now AS timestamptz) + interval '1 hour')
                ORDER BY due_at, id
                LIMIT :limit
                """)
            .bind("link", linkId)
            .bind("now", now)
            .bind("limit", limit)
            .map((row, _) -> move(row))
            .list());
  }

  List<LocalMove> page(String linkId, long afterId, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM local_move WHERE link_id = :link AND id > :after
                ORDER BY id
                LIMIT :limit
                """)
            .bind("link", linkId)
            .bind("after", afterId)
            .bind("limit", limit)
            .map((row, _) -> move(row))
            .list());
  }

  List<LocalMove> over(String linkId, Collection<String> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }
    Set<String> places = new LinkedHashSet<>();
    for (String path : paths) {
      for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
        if (!places.add(path.substring(0, end))) {
          break; // and with it those above
        }
      }
    }
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM local_move WHERE link_id = :link AND from_path IN (<paths>)
                ORDER BY id
                """)
            .bindList("paths", places.stream().map(FileName::encode).toList())
            .bind("link", linkId)
            .map((row, _) -> move(row))
            .list());
  }

  /** A path and the directories above it, as they are stored. */
  static List<byte[]> withAncestors(String path) {
    List<byte[]> paths = new ArrayList<>();
    paths.add(FileName.encode(path));
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      paths.add(FileName.encode(path.substring(0, end)));
    }
    return paths;
  }

  void delete(LocalMove move) {
    jdbi.useHandle(handle ->
        handle.execute(
            "DELETE FROM local_move WHERE id = ? AND generation = ?",
            move.id(),
            move.generation()));
  }

  void failed(LocalMove move, String code, String message, Instant retry) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE local_move
                SET due_at = :due, attempts = attempts + 1, code = :code, message = :message
                WHERE id = :id
                """)
            .bind("due", retry)
            .bind("code", code)
            .bind("message", message)
            .bind("id", move.id())
            .execute());
  }

  void retryAll(String linkId, Instant now) {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE local_move SET due_at = ? WHERE link_id = ? AND code IS NOT NULL",
            now,
            linkId));
  }

  void forget(Handle handle, String linkId) {
    handle.execute("DELETE FROM local_move WHERE link_id = ?", linkId);
  }

  private static LocalMove move(ResultSet row) throws SQLException {
    return new LocalMove(
        row.getLong("id"),
        row.getString("link_id"),
        FileName.decode(row.getBytes("from_path")),
        FileName.decode(row.getBytes("to_path")),
        row.getLong("generation"),
        row.getBoolean("directory") ? Extent.TREE : Extent.ENTRY,
        row.getTimestamp("first_seen").toInstant(),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("code")),
        Optional.ofNullable(row.getString("message")));
  }
}
