package io.windlass.catalog.credentials;

import io.windlass.foundation.Page;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.Nested;

/** The table of issues. Joins a transaction of the calling thread. Thread-safe. */
final class IssueLog {
  private final Jdbi jdbi;

  IssueLog(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Records an issue.
   *
   * @return false, and nothing recorded, if the same keys have been revoked
   */
  boolean record(IssueRecord issue) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                insert into credential (id, issuer, user_id, entry_id, folder_id, location_id, connection_id,
                    permission, bucket, base_key, access_key_id, issued_at, expires_at)
                select :id, :issuer, :userId, :entryId, :folderId, :locationId, :connectionId,
                    :permission, :bucket, :baseKey, :accessKeyId, :issuedAt, :expiresAt
                where not exists (
                    select from credential where access_key_id = :accessKeyId and revoked_at is not null)
                """)
            .bindMethods(issue)
            .execute())
        == 1;
  }

  Optional<IssueRecord> find(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from credential where id = :id")
            .bind("id", id)
            .mapTo(IssueRecord.class)
            .findOne());
  }

  /** Newest first; absent filters let everything through. */
  Page.Of<IssueRecord> list(
      Optional<Long> userId, Optional<Long> folderId, Optional<Instant> activeAt, Page page) {
    List<Numbered> rows =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from credential
                    where (:userId::bigint is null or user_id = :userId)
                      and (:folderId::bigint is null or folder_id = :folderId)
                      and (:activeAt::timestamptz is null or (expires_at > :activeAt and revoked_at is null))
                      and (:before::bigint is null or number < :before)
                    order by number desc limit :limit
                    """)
                .bind("userId", userId)
                .bind("folderId", folderId)
                .bind("activeAt", activeAt)
                .bind("before", page.cursor().map(IssueLog::number))
                .bind("limit", page.limit() + 1)
                .mapTo(Numbered.class)
                .list());
    List<Numbered> shown = rows.subList(0, Math.min(rows.size(), page.limit()));
    return new Page.Of<>(
        shown.stream().map(Numbered::issue).toList(),
        rows.size() > shown.size()
            ? Optional.of(Long.toString(shown.getLast().number()))
            : Optional.empty());
  }

  /** Marks every issue of the keys as revoked; those that are keep their moment. */
  void revoke(String accessKeyId, Instant at, long by) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update credential set revoked_at = :at, revoked_by = :by
                where access_key_id = :accessKeyId and revoked_at is null
                """)
            .bind("accessKeyId", accessKeyId)
            .bind("at", at)
            .bind("by", by)
            .execute());
  }

  /** An issue and its place in the order of issues. */
  record Numbered(long number, @Nested IssueRecord issue) {}

  private static long number(String cursor) {
    try {
      return Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw Problem.of(Kind.INVALID, "invalid_cursor", "The cursor is not one of this list.")
          .withRemedy("Begin again without a cursor.")
          .toException(e);
    }
  }
}
