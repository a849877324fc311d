package io.windlass.catalog.content;

import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Windlass wrote to a store and what must go from it: written down in the transaction that
 * decides it, removed after, and by the sweep if that failed or the process died. Only objects with
 * keys that Windlass made up get here. Thread-safe.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final Jdbi jdbi;
  private final Locations locations;
  private final InstantSource clock;

  Leftovers(Jdbi jdbi, Locations locations, InstantSource clock) {
    this.jdbi = jdbi;
    this.locations = locations;
    this.clock = clock;
  }

  /**
   * What must go.
   *
   * @param storeUploadId of parts that were never put together, where there may be some
   */
  record Leftover(
      long id, long locationId, String bucket, String objectKey, Optional<String> storeUploadId) {}

  /** Writes down what must go. Joins a transaction of the calling thread. */
  Leftover add(long locationId, String bucket, String key, Optional<String> storeUploadId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into leftover (location_id, bucket, object_key, store_upload_id, since)
                values (:locationId, :bucket, :key, :storeUploadId, :since)
                returning id, location_id, bucket, object_key, store_upload_id
                """)
            .bind("locationId", locationId)
            .bind("bucket", bucket)
            .bind("key", key)
            .bind("storeUploadId", storeUploadId)
            .bind("since", clock.instant())
            .mapTo(Leftover.class)
            .one());
  }

  /** Removes it from the store now; what fails is left to the sweep. */
  void remove(Leftover leftover) {
    try {
      Location location = locations.find(leftover.locationId()).orElseThrow();
      ObjectStore store = locations.open(location);
      ObjectId object = ObjectId.of(leftover.bucket(), leftover.objectKey());
      leftover.storeUploadId().ifPresent(upload -> store.abortMultipart(object, upload));
      if (!isNamed(leftover)) {
        store.delete(object);
      }
      forget(leftover.id());
    } catch (WindlassException e) {
      LOG.warn(
          "Leftover {} of location {} stays until the next sweep: {}",
          leftover.id(),
          leftover.locationId(),
          e.getMessage());
    }
  }

  /** Removes up to {@code limit} of what is left, oldest first, behind {@code afterId}. */
  List<Leftover> next(long afterId, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select id, location_id, bucket, object_key, store_upload_id from leftover
                where id > :afterId order by id limit :limit
                """)
            .bind("afterId", afterId)
            .bind("limit", limit)
            .mapTo(Leftover.class)
            .list());
  }

  /** Whether a stored file has come to name the object since. */
  private boolean isNamed(Leftover leftover) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select exists (select from stored_file where bucket = :bucket and object_key = :key)")
            .bind("bucket", leftover.bucket())
            .bind("key", leftover.objectKey())
            .mapTo(Boolean.class)
            .one());
  }

  private void forget(long id) {
    jdbi.useHandle(handle ->
        handle.createUpdate("delete from leftover where id = :id").bind("id", id).execute());
  }
}
