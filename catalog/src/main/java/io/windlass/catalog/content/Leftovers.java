package io.windlass.catalog.content;

import io.windlass.catalog.StoredFiles;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
  private static final int BATCH = 100;

  private final Jdbi jdbi;
  private final StoredFiles files;
  private final Locations locations;
  private final InstantSource clock;

  Leftovers(Jdbi jdbi, StoredFiles files, Locations locations, InstantSource clock) {
    this.jdbi = jdbi;
    this.files = files;
    this.locations = locations;
    this.clock = clock;
  }

  /**
   * What must go.
   *
   * @param storeUploadId of parts that were never put together, where there may be some
   * @param writableUntil until when signed requests may bring it back
   */
  record Leftover(
      long id,
      long locationId,
      String bucket,
      String objectKey,
      Optional<String> storeUploadId,
      Instant writableUntil) {}

  /** Writes down what must go. Joins a transaction of the calling thread. */
  Leftover add(
      long locationId,
      String bucket,
      String key,
      Optional<String> storeUploadId,
      Instant writableUntil) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into leftover (location_id, bucket, object_key, store_upload_id, writable_until)
                values (:locationId, :bucket, :key, :storeUploadId, :writableUntil)
                returning *
                """)
            .bind("locationId", locationId)
            .bind("bucket", bucket)
            .bind("key", key)
            .bind("storeUploadId", storeUploadId)
            .bind("writableUntil", writableUntil)
            .mapTo(Leftover.class)
            .one());
  }

  /**
   * Removes it from the store now. What fails, or may come back, is left to the sweep.
   *
   * @return whether it is gone for good
   */
  boolean remove(Leftover leftover) {
    try {
      Location location = locations.find(leftover.locationId()).orElseThrow();
      ObjectStore store = locations.open(location);
      ObjectId object = ObjectId.of(leftover.bucket(), leftover.objectKey());
      leftover.storeUploadId().ifPresent(upload -> store.abortMultipart(object, upload));
      if (!files.isNamed(leftover.bucket(), leftover.objectKey())) {
        store.delete(object);
      }
      if (clock.instant().isBefore(leftover.writableUntil())) {
        return false;
      }
      abortUnknown(store, object);
      forget(leftover.id());
      return true;
    } catch (WindlassException e) {
      LOG.warn(
          "Leftover {} of location {} stays until the next sweep: {}",
          leftover.id(),
          leftover.locationId(),
          e.getMessage());
      return false;
    }
  }

  /** Removes what is left, oldest first. */
  void sweep() {
    List<Leftover> batch = next(0);
    while (!batch.isEmpty()) {
      batch.forEach(this::remove);
      batch = next(batch.getLast().id());
    }
  }

  /** Multipart uploads that were begun by a process that did not live to note it. */
  private static void abortUnknown(ObjectStore store, ObjectId object) {
    try (Stream<ObjectStore.OpenUpload> open = store.openUploads(object.bucket(), object.key())) {
      open.filter(upload -> upload.key().equals(object.key()))
          .forEach(upload -> store.abortMultipart(object, upload.uploadId()));
    } catch (StoreException e) {
      boolean cannotTell =
          e.failure() instanceof StoreFailure.Denied
              || e.failure() instanceof StoreFailure.Unsupported;
      if (!cannotTell) {
        throw e;
      }
    }
  }

  private List<Leftover> next(long afterId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from leftover where id > :afterId order by id limit :limit")
            .bind("afterId", afterId)
            .bind("limit", BATCH)
            .mapTo(Leftover.class)
            .list());
  }

  private void forget(long id) {
    jdbi.useHandle(handle ->
        handle.createUpdate("delete from leftover where id = :id").bind("id", id).execute());
  }
}
