package io.windlass.catalog;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Content that lost its last version for good. */
final class UnusedContent {
  private UnusedContent() {}

  /**
   * Forgets those of the stored files that no version points at. The objects that Windlass wrote
   * for them are noted as leftovers, which the sweep removes unless another stored file names them.
   *
   * @param storedFileIds a query for the ids of those that may have become unused
   */
  static void forget(Handle handle, Instant now, String storedFileIds) {
    handle
        .createUpdate(
            """
            WITH gone AS (
                DELETE FROM stored_file f
                WHERE f.id = ANY(ARRAY(%s))
                  AND NOT EXISTS (
                      SELECT FROM file_version v WHERE v.stored_file_id = f.id OFFSET 0)
                RETURNING f.location_id, f.bucket, f.key, f.written
            )
            INSERT INTO leftover (location_id, bucket, object_key, writable_until)
            SELECT DISTINCT location_id, bucket, key, CAST(:now AS timestamptz)
            FROM gone WHERE written
            """
                .formatted(storedFileIds))
        .bind("now", now)
        .execute();
  }
}
