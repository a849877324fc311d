package io.windlass.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.connection.secrets.SealedField;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What became of requests that came with an {@code Idempotency-Key}. Thread-safe; all nodes share
 * the table, so that a retry may come to another node.
 *
 * <p>Successful answers are kept for a day. A request that failed changed nothing and is forgotten,
 * so that its retry runs. A request whose node died in the middle is run again by a retry that
 * comes at least {@link #TAKEOVER} later.
 */
public final class IdempotentRequests {
  /** How long a request may run before its node is taken for dead. */
  static final Duration TAKEOVER = Duration.ofMinutes(2);

  private static final Duration KEPT = Duration.ofDays(1);
  private static final String TABLE = "idempotent_request";

  private final Jdbi jdbi;
  private final SecretBox box;
  private final InstantSource clock;

  /** Requests in the database, answers sealed by the box. */
  public IdempotentRequests(Jdbi jdbi, SecretBox box, InstantSource clock) {
    this.jdbi = jdbi;
    this.box = box;
    this.clock = clock;
  }

  /** What to do with a request. */
  public sealed interface Beginning {
    /** Run it, then call {@link #finish} or {@link #forget}. */
    record Run(String id, String attempt) implements Beginning {}

    /** It ran already: this was the answer. */
    record Replay(Answer answer) implements Beginning {}

    /** It is running now. */
    record Running() implements Beginning {}

    /** The key was used for another request. */
    record Reused() implements Beginning {}
  }

  /** An answer as it went over the wire. */
  public record Answer(int status, String contentType, String body) {}

  /**
   * Says what to do with a request.
   *
   * @param userId who sent it: keys of different users have nothing to do with each other
   * @param key as sent
   * @param digest of all that makes the request what it is
   */
  public Beginning begin(long userId, String key, String digest) {
    String id = userId + " " + sha256(key);
    Instant now = clock.instant();
    String attempt = Ids.random(20);
    return jdbi.inTransaction(handle -> {
      dropOld(handle, now);
      if (insert(handle, id, digest, attempt, now)) {
        return new Beginning.Run(id, attempt);
      }
      Row row = row(handle, id);
      if (!row.digest().equals(digest)) {
        return new Beginning.Reused();
      }
      if (row.status().isPresent()) {
        return new Beginning.Replay(row.answer(box, id));
      }
      if (row.startedAt().isAfter(now.minus(TAKEOVER))) {
        return new Beginning.Running();
      }
      takeOver(handle, id, attempt, now);
      return new Beginning.Run(id, attempt);
    });
  }

  /** Keeps the answer of a request that succeeded. */
  public void finish(Beginning.Run run, Answer answer) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE idempotent_request
                SET status = :status, content_type = :contentType, sealed_answer = :sealed
                WHERE id = :id AND attempt = :attempt
                """)
            .bind("status", answer.status())
            .bind("contentType", answer.contentType())
            .bind("sealed", box.seal(Secret.of(answer.body()), place(run.id())))
            .bind("id", run.id())
            .bind("attempt", run.attempt())
            .execute());
  }

  /** Forgets a request that failed. */
  public void forget(Beginning.Run run) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("DELETE FROM idempotent_request WHERE id = :id AND attempt = :attempt")
            .bind("id", run.id())
            .bind("attempt", run.attempt())
            .execute());
  }

  /** A digest of texts of which none runs into the next. */
  public static String sha256(String... texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String text : texts) {
        byte[] bytes = text.getBytes(UTF_8);
        digest.update((bytes.length + " ").getBytes(UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void dropOld(Handle handle, Instant now) {
    handle
        .createUpdate("DELETE FROM idempotent_request WHERE started_at < :before")
        .bind("before", now.minus(KEPT))
        .execute();
  }

  private static boolean insert(
      Handle handle, String id, String digest, String attempt, Instant now) {
    return handle
            .createUpdate(
                """
                INSERT INTO idempotent_request (id, digest, attempt, started_at)
                VALUES (:id, :digest, :attempt, :now)
                ON CONFLICT (id) DO NOTHING
                """)
            .bind("id", id)
            .bind("digest", digest)
            .bind("attempt", attempt)
            .bind("now", now)
            .execute()
        == 1;
  }

  private static Row row(Handle handle, String id) {
    return handle
        .createQuery(
            """
            SELECT digest, started_at, status, content_type, sealed_answer
            FROM idempotent_request WHERE id = :id FOR UPDATE
            """)
        .bind("id", id)
        .mapTo(Row.class)
        .one();
  }

  private static void takeOver(Handle handle, String id, String attempt, Instant now) {
    handle
        .createUpdate(
            "UPDATE idempotent_request SET attempt = :attempt, started_at = :now WHERE id = :id")
        .bind("attempt", attempt)
        .bind("now", now)
        .bind("id", id)
        .execute();
  }

  private static SealedField place(String id) {
    return new SealedField(TABLE, "sealed_answer", id);
  }

  /** A row of the table. */
  record Row(
      String digest,
      Instant startedAt,
      Optional<Integer> status,
      Optional<String> contentType,
      Optional<byte[]> sealedAnswer) {
    Answer answer(SecretBox box, String id) {
      return new Answer(
          status.orElseThrow(),
          contentType.orElseThrow(),
          box.open(sealedAnswer.orElseThrow(), place(id)).reveal());
    }
  }
}
