package io.windlass.connection.location;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The table of locations. */
final class LocationRows {
  private static final String INSERT =
      """
      INSERT INTO location (
        %s kind, connection_id, bucket, base_key, sts, encryption, kms_key_id, storage_class, requester_pays,
        owner_id, description, banner, endpoint_url, etag, created_at, fingerprint)
      VALUES (
        %s :kind, :connectionId, :bucket, :baseKey, :sts, :encryption, :kmsKeyId, :storageClass, :requesterPays,
        :ownerId, :description, :banner, :endpointUrl, :etag, :createdAt, :fingerprint)
      """;

  private final Jdbi jdbi;

  LocationRows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  Optional<Location> find(long id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT * FROM location WHERE id = :id")
            .bind("id", id)
            .mapTo(Location.class)
            .findOne());
  }

  List<Location> ofOwner(long ownerId, int newest) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT * FROM location WHERE owner_id = :owner ORDER BY id DESC LIMIT :newest")
            .bind("owner", ownerId)
            .bind("newest", newest)
            .mapTo(Location.class)
            .list());
  }

  /**
   * The narrowest location that holds all of a prefix, among those of a project's connections; of
   * equal ones the newest.
   *
   * @param prefix empty, or ends with a slash
   */
  Optional<Location> holding(String projectGuid, String bucket, String prefix) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT location.* FROM location JOIN connection ON connection.id = connection_id
                WHERE project_guid = :project AND bucket = :bucket
                  AND (base_key = '' OR starts_with(:prefix, base_key || '/'))
                ORDER BY length(base_key) DESC, location.id DESC LIMIT 1
                """)
            .bind("project", projectGuid)
            .bind("bucket", bucket)
            .bind("prefix", prefix)
            .mapTo(Location.class)
            .findOne());
  }

  /** Stores a location that is like no other. */
  Location insert(Location location) {
    return jdbi.inTransaction(handle -> insert(handle, location, Optional.empty()));
  }

  /** Stores a location, or answers the owner's own one that says the same. */
  Location insertOnce(Location location) {
    String fingerprint = fingerprint(location);
    return jdbi.inTransaction(handle -> {
      // One after the other for each bucket, so that no two overlap unseen.
      handle.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 7))", location.bucket());
      Optional<Location> same = same(handle, location.ownerId(), fingerprint);
      if (same.isPresent()) {
        return same.get();
      }
      if (location.sts()) {
        refuseOverlap(handle, location);
      }
      return insert(handle, location, Optional.of(fingerprint));
    });
  }

  /** Stores location 1 unless it is there. */
  void insertManagedDefault(Location location) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(INSERT.formatted("id,", ":id,") + "ON CONFLICT (id) DO NOTHING")
            .bindMethods(location)
            .bind("fingerprint", Optional.<String>empty())
            .execute());
  }

  private static Location insert(Handle handle, Location location, Optional<String> fingerprint) {
    return handle
        .createQuery(INSERT.formatted("", "") + "RETURNING *")
        .bindMethods(location)
        .bind("fingerprint", fingerprint)
        .mapTo(Location.class)
        .one();
  }

  private static Optional<Location> same(Handle handle, long ownerId, String fingerprint) {
    return handle
        .createQuery(
            "SELECT * FROM location WHERE owner_id = :owner AND fingerprint = :fingerprint")
        .bind("owner", ownerId)
        .bind("fingerprint", fingerprint)
        .mapTo(Location.class)
        .findOne();
  }

  /** Temporary keys of the outer one would reach the objects of the inner one. */
  private static void refuseOverlap(Handle handle, Location location) {
    boolean overlaps =
        handle
            .createQuery(
                """
                SELECT EXISTS (
                  SELECT 1 FROM location other
                  JOIN connection theirs ON theirs.id = other.connection_id
                  JOIN connection ours ON ours.id = :connectionId
                  WHERE other.sts AND other.bucket = :bucket AND other.owner_id <> :ownerId
                    AND theirs.endpoint IS NOT DISTINCT FROM ours.endpoint
                    AND (other.base_key = '' OR :baseKey = ''
                      OR starts_with(other.base_key || '/', :baseKey || '/')
                      OR starts_with(:baseKey || '/', other.base_key || '/')))
                """)
            .bindMethods(location)
            .mapTo(Boolean.class)
            .one();
    if (overlaps) {
      throw Problem.of(
              Kind.INVALID,
              "location_overlaps",
              "Temporary keys for this base key would reach what somebody else's location holds, or"
                  + " the other way round.")
          .withRemedy("Choose a base key beside it.")
          .toException();
    }
  }

  /** Of everything that a caller says, so that the same document answers the same location. */
  private static String fingerprint(Location location) {
    List<Object> said =
        List.of(
            location.kind(),
            location.connectionId(),
            location.bucket(),
            location.baseKey(),
            location.sts(),
            location.encryption(),
            location.kmsKeyId(),
            location.storageClass(),
            location.requesterPays(),
            location.description(),
            location.banner(),
            location.endpointUrl());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Object part : said) {
        byte[] bytes = part.toString().getBytes(UTF_8);
        digest.update((bytes.length + ":").getBytes(UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
