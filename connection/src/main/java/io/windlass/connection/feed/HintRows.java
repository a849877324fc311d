package io.windlass.connection.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/**
 * The table of hints: one row for each feed and key. Statements that lock several rows do so in the
 * order of feeds and keys, or skip what is locked, so that none waits for another in a circle.
 */
final class HintRows {
  /** A row that waits untaken stands for what is heard too: only others are written again. */
  private static final String ADD =
      """
      INSERT INTO feed_hint AS hint (feed_id, key, first_seen, due_at)
      SELECT DISTINCT heard.feed_id, heard.key COLLATE "C", CAST(:now AS timestamptz), CAST(:now AS timestamptz)
      FROM unnest(:feeds, :keys) AS heard (feed_id, key) JOIN feed ON feed.id = heard.feed_id
      ORDER BY 1, 2
      ON CONFLICT (feed_id, key) DO UPDATE SET
        generation = nextval('feed_generation'),
        due_at = CASE WHEN hint.taken_generation IS NULL THEN excluded.due_at ELSE hint.due_at END,
        again_at = CASE WHEN hint.taken_generation IS NULL THEN NULL
                        ELSE coalesce(hint.again_at, excluded.first_seen) END
      WHERE hint.taken_generation IS NOT NULL OR hint.due_at > excluded.due_at
      """;

  private static final String COUNT =
      """
      UPDATE feed SET heard = heard + :count, last_heard_at = :now WHERE id = :id
      """;

  /**
   * Nobody waits for a day: what lies further ahead is from before a clock was put back.
   *
   * <p>Here and below rows are found by arrays of their keys, not by joins: before the database has
   * counted a burst of hints it takes the table for small, and would compare each row with each
   * key. The generation is asked for in a query of its own row, so that each row gets another one.
   */
  private static final String TAKE =
      """
      UPDATE feed_hint AS hint
      SET (generation, taken_generation) = (
          SELECT given, given
          FROM (SELECT nextval('feed_generation') AS given WHERE hint.generation >= 0 OFFSET 0) AS next),
        due_at = :leaseEnd, again_at = NULL
      WHERE hint.feed_id = :id AND hint.key = ANY (ARRAY(
        SELECT key FROM feed_hint
        WHERE feed_id = :id
          AND (due_at <= :now OR due_at > CAST(:now AS timestamptz) + interval '1 day')
        ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED))
      RETURNING hint.key, hint.generation, hint.first_seen
      """;

  /** A generation is given out once, so that no other key's row has it. */
  private static final String MINE =
      "feed_id = :id AND key = ANY (:keys) AND taken_generation = ANY (:generations)";

  private static final String LOCK =
      "SELECT count(*) FROM (SELECT 1 FROM feed_hint WHERE "
          + MINE
          + " ORDER BY key FOR UPDATE) AS locked";

  private static final String FORGET =
      """
      DELETE FROM feed_hint
      WHERE feed_id = :id AND key = ANY (:keys) AND generation = ANY (:generations)
      """;

  private static final String AGAIN =
      """
      UPDATE feed_hint
      SET taken_generation = NULL, first_seen = coalesce(again_at, first_seen), due_at = :now, again_at = NULL
      """
          + "WHERE "
          + MINE;

  private static final String BACK =
      """
      UPDATE feed_hint
      SET taken_generation = NULL, due_at = CASE WHEN again_at IS NULL THEN CAST(:due AS timestamptz) ELSE CAST(:now AS timestamptz) END, again_at = NULL
      """
          + "WHERE "
          + MINE;

  private final Jdbi jdbi;

  HintRows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Something that was heard. */
  record Heard(String feedId, String key) {}

  /** Adds hints, all or none, and counts them. What belongs to no feed is left out. */
  void add(Collection<Heard> heard, Instant now) {
    Map<String, Long> counts = new TreeMap<>();
    heard.forEach(each -> counts.merge(each.feedId(), 1L, Long::sum));
    jdbi.useTransaction(handle -> {
      handle
          .createUpdate(ADD)
          .bind("now", now)
          .bindArray("feeds", String.class, heard.stream().map(Heard::feedId).toList())
          .bindArray("keys", String.class, heard.stream().map(Heard::key).toList())
          .execute();
      counts.forEach((id, count) ->
          handle
              .createUpdate(COUNT)
              .bind("id", id)
              .bind("count", count)
              .bind("now", now)
              .execute());
    });
  }

  List<Hint> take(String id, int limit, Instant now, Duration lease) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(TAKE)
            .bind("id", id)
            .bind("now", now)
            .bind("leaseEnd", now.plus(lease))
            .bind("limit", limit)
            .mapTo(Hint.class)
            .stream()
            .sorted(Comparator.comparing(Hint::firstSeen).thenComparingLong(Hint::generation))
            .toList());
  }

  void done(String id, Collection<Hint> applied, Instant now) {
    jdbi.useTransaction(handle -> {
      lock(handle, id, applied);
      bind(handle, FORGET, id, applied).execute();
      bind(handle, AGAIN, id, applied).bind("now", now).execute();
    });
  }

  void back(String id, Collection<Hint> notApplied, Instant now, Instant due) {
    jdbi.useTransaction(handle -> {
      lock(handle, id, notApplied);
      bind(handle, BACK, id, notApplied).bind("now", now).bind("due", due).execute();
    });
  }

  /** Ends all leases. Rows keep their taken generation: a late {@code done} still fits. */
  void clear(String id) {
    jdbi.useHandle(handle -> handle.execute("DELETE FROM feed_hint WHERE feed_id = ?", id));
  }

  void endLeases(String id, Instant now) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE feed_hint SET due_at = least(due_at, CAST(:now AS timestamptz))
                FROM (SELECT feed_id, key FROM feed_hint WHERE feed_id = :id AND taken_generation IS NOT NULL
                      ORDER BY key FOR UPDATE) AS taken
                WHERE feed_hint.feed_id = taken.feed_id AND feed_hint.key = taken.key
                """)
            .bind("id", id)
            .bind("now", now)
            .execute());
  }

  Backlog backlog(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT count(*) AS keys, min(first_seen) AS oldest FROM feed_hint WHERE feed_id = :id
                """)
            .bind("id", id)
            .mapTo(Backlog.class)
            .one());
  }

  private static void lock(Handle handle, String id, Collection<Hint> hints) {
    handle
        .createQuery(LOCK)
        .bind("id", id)
        .bindArray("keys", String.class, hints.stream().map(Hint::key).toList())
        .bindArray("generations", Long.class, hints.stream().map(Hint::generation).toList())
        .mapTo(Long.class)
        .one();
  }

  private static Update bind(Handle handle, String statement, String id, Collection<Hint> hints) {
    return handle
        .createUpdate(statement)
        .bind("id", id)
        .bindArray("keys", String.class, hints.stream().map(Hint::key).toList())
        .bindArray("generations", Long.class, hints.stream().map(Hint::generation).toList());
  }
}
