package io.windlass.filesystem.watch;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The table that says until when the journal of a file system is complete. */
final class WatchRows {
  private final Jdbi jdbi;

  WatchRows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** A watch begins. One that was never watched has missed nothing: what is there is there. */
  void begin(String fileSystemId, ChangeWatch.Origin origin, Instant now) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO local_watch (file_system_id, seen_until, complete)
                VALUES (:id, :now, true)
                ON CONFLICT (file_system_id) DO UPDATE SET
                  complete = local_watch.complete AND :kept
                """)
            .bind("id", fileSystemId)
            .bind("now", now)
            .bind("kept", origin == ChangeWatch.Origin.KEPT)
            .execute());
  }

  /** Everything until now is in the journal, unless something was missed before. */
  void beat(String fileSystemId, Instant now) {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE local_watch SET seen_until = ? WHERE file_system_id = ? AND complete",
            now,
            fileSystemId));
  }

  void missed(String fileSystemId) {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE local_watch SET complete = false WHERE file_system_id = ?", fileSystemId));
  }

  void complete(String fileSystemId) {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE local_watch SET complete = true WHERE file_system_id = ?", fileSystemId));
  }

  Optional<Instant> missedSince(String fileSystemId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT seen_until FROM local_watch WHERE file_system_id = :id AND NOT complete")
            .bind("id", fileSystemId)
            .mapTo(Instant.class)
            .findOne());
  }
}
