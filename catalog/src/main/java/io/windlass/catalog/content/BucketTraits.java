package io.windlass.catalog.content;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.foundation.Ids;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectStore.WriteOptions;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the store of a location does with what is written there, found out by trying: a multipart
 * upload is begun, given one part of one byte and aborted, so that no object ever shows. Kept for
 * an hour. Thread-safe.
 */
final class BucketTraits {
  /** A reader in another account needs it where objects still have owners of their own. */
  private static final String FULL_CONTROL = "bucket-owner-full-control";

  private static final Duration KEPT = Duration.ofHours(1);
  private static final byte[] PROBE = "w".getBytes(UTF_8);
  private static final String PROBE_MD5 = "f1290186a5d0b1ceab27f4e77c0c5d68";

  private final Locations locations;
  private final InstantSource clock;
  private final Map<Long, Traits> byLocation = new ConcurrentHashMap<>();

  BucketTraits(Locations locations, InstantSource clock) {
    this.locations = locations;
    this.clock = clock;
  }

  /**
   * What was found out.
   *
   * @param acl the canned ACL to write with; absent where the store takes none
   * @param md5Etags whether the ETag of a part is the MD5 of its bytes, which encryption with KMS
   *     keys, for one, makes untrue
   */
  record Traits(Optional<String> acl, boolean md5Etags, Instant at) {}

  /** The traits of a location, at most an hour old. */
  Traits of(Location location) {
    Traits known = byLocation.get(location.id());
    return known != null && clock.instant().isBefore(known.at().plus(KEPT))
        ? known
        : refreshed(location);
  }

  /** The traits of a location as they are now. */
  Traits refreshed(Location location) {
    Traits traits = probe(location);
    byLocation.put(location.id(), traits);
    return traits;
  }

  /** What to send along with a write to the location. */
  WriteOptions options(Location location, Optional<String> contentType) {
    return options(location, contentType, of(location).acl());
  }

  private Traits probe(Location location) {
    ObjectStore store = locations.open(location);
    ObjectId key =
        ObjectId.of(location.bucket(), location.prefix() + ".windlass-probe-" + Ids.random(20));
    if (location.kind() == Location.Kind.EXTERNAL) {
      try {
        return probe(store, location, key, Optional.of(FULL_CONTROL));
      } catch (StoreException e) {
        if (!isAboutTheAcl(e.failure())) {
          throw e;
        }
      }
    }
    return probe(store, location, key, Optional.empty());
  }

  private Traits probe(ObjectStore store, Location location, ObjectId key, Optional<String> acl) {
    String upload = store.startMultipart(key, options(location, Optional.empty(), acl));
    try {
      ObjectStore.Part part = store.uploadPart(key, upload, 1, Body.of(PROBE));
      return new Traits(acl, part.etag().equals(PROBE_MD5), clock.instant());
    } finally {
      store.abortMultipart(key, upload);
    }
  }

  /** Stores refuse ACLs as not implemented, as disabled, or for want of s3:PutObjectAcl. */
  private static boolean isAboutTheAcl(StoreFailure failure) {
    return switch (failure) {
      case StoreFailure.Unsupported _, StoreFailure.Refused _, StoreFailure.Denied _ -> true;
      case StoreFailure.NoSuchBucket _,
          StoreFailure.NoSuchObject _,
          StoreFailure.BadKeys _,
          StoreFailure.ExpiredKeys _,
          StoreFailure.ClockSkew _,
          StoreFailure.KeyDenied _,
          StoreFailure.WrongRegion _,
          StoreFailure.PreconditionFailed _,
          StoreFailure.Unreachable _ ->
          false;
    };
  }

  private static WriteOptions options(
      Location location, Optional<String> contentType, Optional<String> acl) {
    return new WriteOptions(
        contentType,
        Map.of(),
        location.storageClass(),
        location.encryption(),
        location.kmsKeyId(),
        acl,
        false);
  }
}
