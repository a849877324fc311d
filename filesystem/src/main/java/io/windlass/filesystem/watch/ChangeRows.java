package io.windlass.filesystem.watch;

import io.windlass.filesystem.watch.Seen.Content;
import io.windlass.filesystem.watch.Seen.Extent;
import io.windlass.linux.FileName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table of names to look at. */
final class ChangeRows {
  private final Jdbi jdbi;

  ChangeRows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  private record Key(String linkId, String path) {}

  void upsert(Handle handle, List<Seen.Name> seen, Instant now) {
    if (seen.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO local_change (
              link_id, path, generation, tree, written, gone, first_seen, due_at, attempts)
            VALUES (
              :link, :path, nextval('local_change_generation'), :tree, :written, :gone, :now, :due, 0)
            ON CONFLICT (link_id, path) DO UPDATE SET
              generation = excluded.generation,
              tree = local_change.tree OR excluded.tree,
              written = local_change.written OR excluded.written,
              gone = excluded.gone,
              due_at = CASE WHEN local_change.code IS NULL
                THEN LEAST(local_change.due_at, excluded.due_at) ELSE excluded.due_at END,
              code = NULL,
              message = NULL
            """);
    for (Seen.Name name : coalesced(seen)) {
      batch
          .bind("link", name.linkId())
          .bind("path", FileName.encode(name.path()))
          .bind("tree", name.extent() == Extent.TREE)
          .bind("written", name.content() == Content.WRITTEN)
          .bind("gone", name.gone())
          .bind("now", now)
          .bind("due", now.plus(name.settle()))
          .add();
    }
    batch.execute();
  }

  /** The last of each name, with the greatest extent; in the order of the last ones. */
  private static Collection<Seen.Name> coalesced(List<Seen.Name> seen) {
    Map<Key, Seen.Name> last = new LinkedHashMap<>();
    for (Seen.Name name : seen) {
      Key key = new Key(name.linkId(), name.path());
      Seen.Name before = last.remove(key);
      last.put(key, before == null ? name : merged(before, name));
    }
    return last.values();
  }

  private static Seen.Name merged(Seen.Name before, Seen.Name name) {
    return new Seen.Name(
        name.linkId(),
        name.path(),
        before.extent() == Extent.TREE ? Extent.TREE : name.extent(),
        before.content() == Content.WRITTEN ? Content.WRITTEN : name.content(),
        name.gone(),
        name.settle());
  }

  /** No pause is an hour long: what lies further ahead is from before a clock was put back. */
  List<LocalChange> due(String linkId, Instant now, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM local_change
                WHERE link_id = :link AND (due_at <= :now
                  OR due_at > CAST(:now AS timestamptz) + interval '1 hour' AND due_at < 'infinity')
                ORDER BY due_at, generation
                LIMIT :limit
                """)
            .bind("link", linkId)
            .bind("now", now)
            .bind("limit", limit)
            .map((row, _) -> change(row))
            .list());
  }

  /** Whether any name or rename of the link waits. */
  boolean any(String linkId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT EXISTS (SELECT FROM local_change WHERE link_id = :link)
                  OR EXISTS (SELECT FROM local_move WHERE link_id = :link)
                """)
            .bind("link", linkId)
            .mapTo(Boolean.class)
            .one());
  }

  boolean covers(String linkId, String path) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT EXISTS (
                  SELECT FROM local_change
                  WHERE link_id = :link AND path IN (<paths>) AND (tree OR path = :path))
                """)
            .bindList("paths", MoveRows.withAncestors(path))
            .bind("link", linkId)
            .bind("path", FileName.encode(path))
            .mapTo(Boolean.class)
            .one());
  }

  boolean existsBelow(String linkId, String path) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT EXISTS (
                  SELECT FROM local_change WHERE link_id = :link AND path > :first AND path < :end)
                """)
            .bind("link", linkId)
            .bind("first", FileName.encode(path + "/"))
            .bind("end", FileName.encode(path + "0")) // the character behind the slash
            .mapTo(Boolean.class)
            .one());
  }

  void delete(Collection<LocalChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    jdbi.useTransaction(handle -> {
      // a row that a crash brings back is looked at once more, which changes nothing
      handle.execute("SET LOCAL synchronous_commit = off");
      PreparedBatch batch =
          handle.prepareBatch(
              """
              DELETE FROM local_change
              WHERE link_id = :link AND path = :path AND generation = :generation
              """);
      for (LocalChange change : changes) {
        batch
            .bind("link", change.linkId())
            .bind("path", FileName.encode(change.path()))
            .bind("generation", change.generation())
            .add();
      }
      batch.execute();
    });
  }

  void postpone(LocalChange change, Instant due) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE local_change SET due_at = :due
                WHERE link_id = :link AND path = :path AND generation = :generation
                """)
            .bind("due", due)
            .bind("link", change.linkId())
            .bind("path", FileName.encode(change.path()))
            .bind("generation", change.generation())
            .execute());
  }

  void failed(LocalChange change, String code, String message, Optional<Instant> retry) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE local_change
                SET due_at = COALESCE(CAST(:due AS timestamptz), 'infinity'), attempts = attempts + 1, code = :code, message = :message
                WHERE link_id = :link AND path = :path AND generation = :generation
                """)
            .bind("due", retry)
            .bind("code", code)
            .bind("message", message)
            .bind("link", change.linkId())
            .bind("path", FileName.encode(change.path()))
            .bind("generation", change.generation())
            .execute());
  }

  void retryAll(String linkId, Instant now) {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE local_change SET due_at = ? WHERE link_id = ? AND code IS NOT NULL",
            now,
            linkId));
  }

  void retryBelow(String linkId, String path, Instant now) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE local_change SET due_at = :now
                WHERE link_id = :link AND code IS NOT NULL
                  AND (path = :path OR path > :first AND path < :end)
                """)
            .bind("now", now)
            .bind("link", linkId)
            .bind("path", FileName.encode(path))
            .bind("first", FileName.encode(path + "/"))
            .bind("end", FileName.encode(path + "0"))
            .execute());
  }

  List<LocalChange> failures(String linkId, Optional<String> afterPath, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM local_change
                WHERE link_id = :link AND code IS NOT NULL AND path > :after
                ORDER BY path
                LIMIT :limit
                """)
            .bind("link", linkId)
            .bind("after", afterPath.map(FileName::encode).orElseGet(() -> new byte[0]))
            .bind("limit", limit)
            .map((row, _) -> change(row))
            .list());
  }

  Backlog backlog(String linkId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT count(*) FILTER (WHERE due_at < 'infinity') AS waiting,
                  count(*) FILTER (WHERE code IS NOT NULL) AS failed,
                  min(first_seen) FILTER (WHERE due_at < 'infinity') AS oldest
                FROM (
                  SELECT due_at, code, first_seen FROM local_change WHERE link_id = :link
                  UNION ALL
                  SELECT due_at, code, first_seen FROM local_move WHERE link_id = :link) AS rows
                """)
            .bind("link", linkId)
            .mapTo(Backlog.class)
            .one());
  }

  void forget(Handle handle, String linkId) {
    handle.execute("DELETE FROM local_change WHERE link_id = ?", linkId);
  }

  private static LocalChange change(ResultSet row) throws SQLException {
    return new LocalChange(
        row.getString("link_id"),
        FileName.decode(row.getBytes("path")),
        row.getLong("generation"),
        row.getBoolean("tree") ? Extent.TREE : Extent.ENTRY,
        row.getBoolean("written") ? Content.WRITTEN : Content.AS_TOLD,
        row.getBoolean("gone"),
        row.getTimestamp("first_seen").toInstant(),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("code")),
        Optional.ofNullable(row.getString("message")));
  }
}
