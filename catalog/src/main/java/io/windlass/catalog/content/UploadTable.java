package io.windlass.catalog.content;

import io.windlass.database.RecordArguments;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The tables of uploads and their parts. Joins a transaction of the calling thread. Thread-safe.
 */
final class UploadTable {
  private final Jdbi jdbi;
  private final InstantSource clock;

  UploadTable(Jdbi jdbi, InstantSource clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /**
   * A part that is there and verified.
   *
   * @param digest MD5 in hex; of a copied part, its ETag
   * @param etag the store's
   */
  record Added(int number, String digest, String etag) {}

  /** Of equal requests at once one inserts its upload, and all get that one. */
  UploadRow insertOrFind(UploadRow row) {
    while (!insert(row)) {
      Optional<UploadRow> other = ofRequest(row.startedBy(), row.requestHash());
      if (other.isPresent()) {
        return other.get();
      }
      // It was given up between the two statements.
    }
    return row;
  }

  /**
   * Inserts an upload unless an equal request of the same user has one.
   *
   * @return whether it did
   */
  boolean insert(UploadRow row) {
    return insert(List.of(row)).contains(row.id());
  }

  /** As {@link #insert(UploadRow)}, of many at once; the ids of those that it inserted. */
  Set<String> insert(List<UploadRow> rows) {
    if (rows.isEmpty()) {
      return Set.of();
    }
    return jdbi.withHandle(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              """
              insert into upload (id, request_hash, state, form, started_by, started_at, updated_at, folder_id,
                  new_version, location_id, bucket, object_key, file_name, content_type, size, part_size, part_count,
                  md5, sha256, source_file_id, source_etag)
              values (:id, :requestHash, :state, :form, :startedBy, :startedAt, :updatedAt, :folderId,
                  :newVersion, :locationId, :bucket, :objectKey, :fileName, :contentType, :size, :partSize, :partCount,
                  :md5, :sha256, :sourceFileId, :sourceEtag)
              on conflict (started_by, request_hash) where state <> 'CANCELLED' do nothing
              """);
      rows.forEach(row -> batch.bindNamedArgumentFinder(RecordArguments.of(row)).add());
      batch.execute();
      // the driver makes one statement of many, whose counts do not say which rows went in
      return handle
          .createQuery("select id from upload where id = any(:ids)")
          .bindArray("ids", String.class, rows.stream().map(UploadRow::id).toList())
          .mapTo(String.class)
          .set();
    });
  }

  Optional<UploadRow> find(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from upload where id = :id")
            .bind("id", id)
            .mapTo(UploadRow.class)
            .findOne());
  }

  /** Those of the ids that there are. */
  List<UploadRow> find(Collection<String> ids) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from upload where id = any(:ids)")
            .bindArray("ids", String.class, ids)
            .mapTo(UploadRow.class)
            .list());
  }

  /** The upload, which nobody else can change until the transaction ends. */
  UploadRow lock(String id) {
    return lock(List.of(id)).getFirst();
  }

  /** As {@link #lock(String)}, of many at once. */
  List<UploadRow> lock(Collection<String> ids) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from upload where id = any(:ids) order by id for update")
            .bindArray("ids", String.class, ids)
            .mapTo(UploadRow.class)
            .list());
  }

  /** What an equal request of the same user began or finished. */
  Optional<UploadRow> ofRequest(long userId, String requestHash) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from upload
                where started_by = :userId and request_hash = :requestHash and state <> 'CANCELLED'
                """)
            .bind("userId", userId)
            .bind("requestHash", requestHash)
            .mapTo(UploadRow.class)
            .findOne());
  }

  /** From now on no equal request finds the upload. */
  void forgetRequest(String id) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("update upload set request_hash = id where id = :id")
            .bind("id", id)
            .execute());
  }

  /**
   * Notes the store's name of the upload, unless it has one or is over.
   *
   * @return whether it did
   */
  boolean startedInStore(String id, String storeUploadId) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                update upload set store_upload_id = :storeUploadId, updated_at = :now
                where id = :id and store_upload_id is null and state = 'UPLOADING'
                """)
            .bind("id", id)
            .bind("storeUploadId", storeUploadId)
            .bind("now", clock.instant())
            .execute())
        == 1;
  }

  /** Notes which digests the latest signed requests allow; those without one allow any. */
  void signed(String id, List<PartToSign> parts) {
    jdbi.useTransaction(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              """
              insert into upload_part (upload_id, number, signed_md5) values (:id, :number, :md5)
              on conflict (upload_id, number) do update set signed_md5 = excluded.signed_md5
              """);
      parts.forEach(
          part -> batch.bind("id", id).bind("number", part.number()).bind("md5", part.md5()).add());
      batch.execute();
      touch(handle, id);
    });
  }

  /** The digest that the latest signed request for a part allows, where it says. */
  Optional<String> signedMd5(String id, int number) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select signed_md5 from upload_part
                where upload_id = :id and number = :number and signed_md5 is not null
                """)
            .bind("id", id)
            .bind("number", number)
            .mapTo(String.class)
            .findOne());
  }

  /** Notes that a part is there. */
  void added(String id, Added part) {
    jdbi.useTransaction(handle -> {
      handle
          .createUpdate(
              """
              insert into upload_part (upload_id, number, digest, etag) values (:id, :number, :digest, :etag)
              on conflict (upload_id, number) do update set digest = excluded.digest, etag = excluded.etag
              """)
          .bind("id", id)
          .bindNamedArgumentFinder(RecordArguments.of(part))
          .execute();
      touch(handle, id);
    });
  }

  /** Notes that a part is not there after all. */
  void lost(String id, int number) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update upload_part set digest = null, etag = null where upload_id = :id and number = :number
                """)
            .bind("id", id)
            .bind("number", number)
            .execute());
  }

  /** The parts that are there, by number; at most 10,000. */
  List<Added> parts(String id) {
    return parts(List.of(id)).getOrDefault(id, List.of());
  }

  /** As {@link #parts(String)}, of many uploads; those of which none is there are left out. */
  Map<String, List<Added>> parts(Collection<String> ids) {
    record Row(String uploadId, int number, String digest, String etag) {}
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select upload_id, number, digest, etag from upload_part
                where upload_id = any(:ids) and digest is not null order by number
                """)
            .bindArray("ids", String.class, ids)
            .mapTo(Row.class)
            .stream()
            .collect(
                Collectors.groupingBy(
                    Row::uploadId,
                    Collectors.mapping(
                        row -> new Added(row.number(), row.digest(), row.etag()),
                        Collectors.toList()))));
  }

  /**
   * What an upload became.
   *
   * @param entryId the file of its folder, if it was for one
   */
  record Made(String id, long fileId, Optional<Long> entryId) {}

  /** Notes the ends of uploads that the transaction has locked, and forgets their parts. */
  void completed(List<Made> made) {
    if (made.isEmpty()) {
      return;
    }
    jdbi.useHandle(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              """
              update upload set state = 'COMPLETED', file_id = :fileId, entry_id = :entryId, updated_at = :now
              where id = :id
              """);
      made.forEach(one ->
          batch
              .bindNamedArgumentFinder(RecordArguments.of(one))
              .bind("now", clock.instant())
              .add());
      batch.execute();
      handle
          .createUpdate("delete from upload_part where upload_id = any(:ids)")
          .bindArray("ids", String.class, made.stream().map(Made::id).toList())
          .execute();
    });
  }

  /**
   * Gives an upload under way up.
   *
   * @return whether it was under way
   */
  boolean cancelled(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                update upload set state = 'CANCELLED', updated_at = :now where id = :id and state = 'UPLOADING'
                """)
            .bind("id", id)
            .bind("now", clock.instant())
            .execute())
        == 1;
  }

  /** Uploads under way that nobody has touched since a moment, oldest first. */
  List<UploadRow> untouchedSince(Instant moment, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from upload where state = 'UPLOADING' and updated_at < :moment
                order by updated_at limit :limit
                """)
            .bind("moment", moment)
            .bind("limit", limit)
            .mapTo(UploadRow.class)
            .list());
  }

  /** Forgets uploads that were given up before a moment. */
  void forgetCancelled(Instant moment) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("delete from upload where state = 'CANCELLED' and updated_at < :moment")
            .bind("moment", moment)
            .execute());
  }

  private void touch(Handle handle, String id) {
    handle
        .createUpdate("update upload set updated_at = :now where id = :id and state = 'UPLOADING'")
        .bind("id", id)
        .bind("now", clock.instant())
        .execute();
  }
}
