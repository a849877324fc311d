package io.windlass.transfer.collection;

import io.windlass.transfer.collection.Collection.Kind;
import io.windlass.transfer.collection.Collection.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** The tables of collections and pins. */
final class CollectionRows {
  private final Jdbi jdbi;

  CollectionRows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  Optional<Row> find(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT * FROM collection WHERE id = :id")
            .bind("id", id)
            .mapTo(Row.class)
            .findOne());
  }

  /** The rows of these targets, made where there are none yet. */
  Map<String, Row> of(Kind kind, List<String> targets, Instant now) {
    if (targets.isEmpty()) {
      return Map.of();
    }
    Map<String, Row> present = read(targets);
    List<String> missing =
        targets.stream().filter(target -> !present.containsKey(target)).distinct().toList();
    if (missing.isEmpty()) {
      return present;
    }
    jdbi.useHandle(handle -> {
      var batch =
          handle.prepareBatch(
              """
              INSERT INTO collection (id, kind, target, created_at)
              VALUES (:id, :kind, :target, :now) ON CONFLICT (target) DO NOTHING
              """);
      for (String target : missing) {
        batch
            .bind("id", UUID.randomUUID())
            .bind("kind", kind)
            .bind("target", target)
            .bind("now", now)
            .add();
      }
      batch.execute();
    });
    return read(targets);
  }

  private Map<String, Row> read(List<String> targets) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT * FROM collection WHERE target = ANY (:targets)")
            .bindArray("targets", String.class, targets)
            .mapTo(Row.class)
            .stream()
            .collect(Collectors.toMap(Row::target, Function.identity())));
  }

  boolean update(UUID id, Settings settings) {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate(
                    """
                    UPDATE collection SET
                      description = :description, default_directory = :directory, buckets = :buckets,
                      own_credentials = :own
                    WHERE id = :id
                    """)
                .bind("id", id)
                .bind("description", settings.description())
                .bind("directory", settings.defaultDirectory())
                .bindArray("buckets", String.class, settings.buckets())
                .bind("own", settings.ownCredentials())
                .execute()
            == 1);
  }

  List<String> pins(UUID id, long user) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT bucket FROM collection_pin WHERE collection_id = :id AND user_id = :user
                ORDER BY bucket COLLATE "C"
                """)
            .bind("id", id)
            .bind("user", user)
            .mapTo(String.class)
            .list());
  }

  void pin(UUID id, long user, String bucket) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO collection_pin (collection_id, user_id, bucket)
                VALUES (:id, :user, :bucket) ON CONFLICT DO NOTHING
                """)
            .bind("id", id)
            .bind("user", user)
            .bind("bucket", bucket)
            .execute());
  }

  void unpin(UUID id, long user, String bucket) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                DELETE FROM collection_pin
                WHERE collection_id = :id AND user_id = :user AND bucket = :bucket
                """)
            .bind("id", id)
            .bind("user", user)
            .bind("bucket", bucket)
            .execute());
  }

  /** A row of the table. */
  record Row(
      UUID id,
      Kind kind,
      String target,
      Optional<String> description,
      Optional<String> defaultDirectory,
      List<String> buckets,
      boolean ownCredentials) {
    Settings settings() {
      return new Settings(description, defaultDirectory, buckets, ownCredentials);
    }
  }
}
