package io.windlass.transfer;

import io.windlass.transfer.move.UploadLedger;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** The table of multipart uploads that may be open. Thread-safe. */
final class Uploads {
  private final Jdbi jdbi;

  Uploads(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** An upload that may be open, or a file that is not finished. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Row(
      long id,
      UUID transferId,
      UUID collection,
      long requester,
      String path,
      Optional<String> uploadId,
      String content,
      long partSize,
      Instant startedAt,
      Optional<byte[]> arrived) {
    UploadLedger.Left left() {
      return new UploadLedger.Left(
          id, uploadId, content, partSize, startedAt, arrived.orElse(new byte[0]));
    }
  }

  /** Those of a transfer. */
  List<Row> of(UUID transfer) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT * FROM transfer_upload WHERE transfer_id = :transfer ORDER BY id")
            .bind("transfer", transfer)
            .mapTo(Row.class)
            .list());
  }

  /** Those of transfers that have ended or are gone, oldest first. */
  List<Row> left(int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT u.* FROM transfer_upload u
                WHERE NOT EXISTS (
                  SELECT 1 FROM transfer t WHERE t.id = u.transfer_id AND t.ended_at IS NULL)
                ORDER BY u.id LIMIT :limit
                """)
            .bind("limit", limit)
            .mapTo(Row.class)
            .list());
  }

  void forget(long id) {
    jdbi.useHandle(handle ->
        handle.createUpdate("DELETE FROM transfer_upload WHERE id = :id").bind("id", id).execute());
  }

  /** The ledger of one transfer into one collection. */
  UploadLedger ledger(UUID transfer, UUID collection, long requester) {
    return new UploadLedger() {
      @Override
      public Optional<Left> find(String path) {
        return jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        """
                        SELECT * FROM transfer_upload
                        WHERE transfer_id = :transfer AND path = :path ORDER BY id LIMIT 1
                        """)
                    .bind("transfer", transfer)
                    .bind("path", path)
                    .mapTo(Row.class)
                    .findOne())
            .map(Row::left);
      }

      @Override
      public long begin(String path, String content, long partSize) {
        return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    INSERT INTO transfer_upload
                      (transfer_id, collection, requester, path, content, part_size, started_at)
                    VALUES (:transfer, :collection, :requester, :path, :content, :partSize, :now)
                    RETURNING id
                    """)
                .bind("transfer", transfer)
                .bind("collection", collection)
                .bind("requester", requester)
                .bind("path", path)
                .bind("content", content)
                .bind("partSize", partSize)
                .bind("now", Timestamp.from(Instant.now()))
                .mapTo(Long.class)
                .one());
      }

      @Override
      public void started(long number, String uploadId) {
        jdbi.useHandle(handle ->
            handle
                .createUpdate("UPDATE transfer_upload SET upload_id = :uploadId WHERE id = :id")
                .bind("uploadId", uploadId)
                .bind("id", number)
                .execute());
      }

      @Override
      public void arrived(long number, byte[] parts) {
        jdbi.useHandle(handle ->
            handle
                .createUpdate("UPDATE transfer_upload SET arrived = :arrived WHERE id = :id")
                .bind("arrived", parts)
                .bind("id", number)
                .execute());
      }

      @Override
      public void forget(long number) {
        Uploads.this.forget(number);
      }
    };
  }
}
