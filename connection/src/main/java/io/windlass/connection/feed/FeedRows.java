package io.windlass.connection.feed;

import io.windlass.database.RecordArguments;
import io.windlass.foundation.Problem;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The tables of feeds and of their problems. */
final class FeedRows {
  /** What a problem is about; the first is shown first. */
  enum Part {
    RULE,
    QUEUE
  }

  private static final String SELECT =
      """
      SELECT feed.*, kind AS problem_kind, code AS problem_code, message AS problem_message,
             remedy AS problem_remedy
      FROM feed LEFT JOIN LATERAL
        (SELECT * FROM feed_problem WHERE feed_id = feed.id ORDER BY part DESC LIMIT 1) AS problem ON true
      """;

  private final Jdbi jdbi;

  FeedRows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Stores a row unless its owner has one. */
  boolean insert(FeedRow row, Optional<byte[]> sealedSecret) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO feed (
                  id, owner, connection_id, bucket, prefix, source, notification, queue_url, queue_region,
                  queue_connection_id, push_windlass, push_target, sealed_secret, listing_seconds, created_at)
                VALUES (
                  :id, :owner, :connectionId, :bucket, :prefix, :source, :notification, :queueUrl, :queueRegion,
                  :queueConnectionId, :pushWindlass, :pushTarget, :sealedSecret, :listingSeconds, :createdAt)
                ON CONFLICT (owner) DO NOTHING
                """)
            .bindNamedArgumentFinder(RecordArguments.of(row))
            .bind("sealedSecret", sealedSecret.orElse(null))
            .execute())
        == 1;
  }

  Optional<FeedRow> find(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + "WHERE feed.id = :id")
            .bind("id", id)
            .mapTo(FeedRow.class)
            .findOne());
  }

  Optional<FeedRow> ofOwner(String owner) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + "WHERE feed.owner = :owner")
            .bind("owner", owner)
            .mapTo(FeedRow.class)
            .findOne());
  }

  /** Oldest first. */
  List<FeedRow> ofQueue(String url) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT + "WHERE source = 'QUEUE' AND queue_url = :url ORDER BY created_at, id")
            .bind("url", url)
            .mapTo(FeedRow.class)
            .list());
  }

  List<String> queues() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT DISTINCT queue_url FROM feed WHERE source = 'QUEUE'")
            .mapTo(String.class)
            .list());
  }

  Optional<byte[]> sealedSecret(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT sealed_secret FROM feed WHERE id = :id AND source = 'PUSH'")
            .bind("id", id)
            .mapTo(byte[].class)
            .findOne());
  }

  void topic(String id, String arn) {
    update(id, "UPDATE feed SET topic_arn = :value WHERE id = :id", arn);
  }

  void listingSeconds(String id, Optional<Long> seconds) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("UPDATE feed SET listing_seconds = :seconds WHERE id = :id")
            .bind("id", id)
            .bind("seconds", seconds)
            .execute());
  }

  /** Also when the last listing was in the future, as it seems once a clock was put back. */
  void requestListing(String id, Instant now) {
    update(
        id,
        """
        UPDATE feed SET
          listing_requested_at = CAST(:value AS timestamptz),
          listed_at = least(listed_at, CAST(:value AS timestamptz) - interval '1 microsecond')
        WHERE id = :id
        """,
        now);
  }

  /** What lies far ahead of the listing was noted before a clock was put back. */
  void listed(String id, Instant asOf) {
    update(
        id,
        """
        UPDATE feed SET
          listed_at = CASE WHEN listed_at > CAST(:value AS timestamptz) + interval '1 hour'
            THEN CAST(:value AS timestamptz)
            ELSE greatest(listed_at, CAST(:value AS timestamptz)) END,
          listing_requested_at = CASE
            WHEN listing_requested_at > CAST(:value AS timestamptz) + interval '1 day' THEN NULL
            ELSE listing_requested_at END,
          comparing_since = NULL,
          compared_to = NULL
        WHERE id = :id
        """,
        asOf);
  }

  void compared(String id, Instant since, String to) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                "UPDATE feed SET comparing_since = :since, compared_to = :to WHERE id = :id")
            .bind("id", id)
            .bind("since", since)
            .bind("to", to)
            .execute());
  }

  Optional<Comparison> comparison(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT comparing_since AS since, compared_to AS "to" FROM feed
                WHERE id = :id AND comparing_since IS NOT NULL
                """)
            .bind("id", id)
            .mapTo(Comparison.class)
            .findOne());
  }

  List<FeedRow> dueListings(Collection<String> ids, Instant now) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT
                    + """
                    WHERE feed.id = ANY (:ids) AND (
                      listing_requested_at > coalesce(listed_at, '-infinity')
                      OR coalesce(listed_at, created_at) + listing_seconds * interval '1 second' <= CAST(:now AS timestamptz)
                      OR listing_seconds IS NOT NULL AND listed_at > CAST(:now AS timestamptz) + interval '1 hour')
                    ORDER BY coalesce(listed_at, '-infinity'), feed.id
                    """)
            .bindArray("ids", String.class, List.copyOf(ids))
            .bind("now", now)
            .mapTo(FeedRow.class)
            .list());
  }

  void refused(String id, long count, String why) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                "UPDATE feed SET refused = refused + :count, last_refused = :why WHERE id = :id")
            .bind("id", id)
            .bind("count", count)
            .bind("why", why)
            .execute());
  }

  void problem(String id, Part part, Problem problem) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO feed_problem (feed_id, part, kind, code, message, remedy)
                SELECT id, :part, :kind, :code, :message, :remedy FROM feed WHERE id = :id
                ON CONFLICT (feed_id, part) DO UPDATE SET
                  kind = excluded.kind, code = excluded.code, message = excluded.message, remedy = excluded.remedy
                """)
            .bind("id", id)
            .bind("part", part)
            .bindNamedArgumentFinder(RecordArguments.of(problem))
            .execute());
  }

  /** Forgets a problem, and makes a listing due when there was one: events may have been missed. */
  void noProblem(String id, Part part, Instant now) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                WITH gone AS (DELETE FROM feed_problem WHERE feed_id = :id AND part = :part RETURNING feed_id)
                UPDATE feed SET listing_requested_at = :now WHERE id IN (SELECT feed_id FROM gone)
                """)
            .bind("id", id)
            .bind("part", part)
            .bind("now", now)
            .execute());
  }

  void delete(String id) {
    jdbi.useHandle(
        handle -> handle.createUpdate("DELETE FROM feed WHERE id = :id").bind("id", id).execute());
  }

  private void update(String id, String statement, Object value) {
    jdbi.useHandle(
        handle -> handle.createUpdate(statement).bind("id", id).bind("value", value).execute());
  }
}
