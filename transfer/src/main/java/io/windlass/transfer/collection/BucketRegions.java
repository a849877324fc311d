package io.windlass.transfer.collection;

import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which region each bucket is in, as far as that differs from its connection's. Thread-safe. */
final class BucketRegions {
  private static final Duration KNOWN_FOR = Duration.ofHours(1);
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Map<Key, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  BucketRegions(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The region to sign for; absent: the connection's.
   *
   * @param store of the connection's region
   */
  Optional<String> of(String connectionId, String bucket, ObjectStore store) {
    Key key = new Key(connectionId, bucket);
    Instant now = clock.instant();
    synchronized (known) {
      Known present = known.get(key);
      if (present != null && now.isBefore(present.until())) {
        return present.region();
      }
    }
    Optional<String> region = ask(bucket, store);
    synchronized (known) {
      known.put(key, new Known(region, now.plus(KNOWN_FOR)));
      if (known.size() > MOST) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return region;
  }

  /** What keeps us from asking will show in what is done with the bucket. */
  private static Optional<String> ask(String bucket, ObjectStore store) {
    String here = store.address().region();
    try {
      if (store.address().endpoint().isEmpty()) {
        return store.region(bucket).filter(region -> !region.equals(here));
      }
      store.headBucket(bucket); // other stores may give their regions any name
      return Optional.empty();
    } catch (StoreException e) {
      return e.failure() instanceof StoreFailure.WrongRegion wrong
          ? wrong.region().filter(region -> !region.equals(here))
          : Optional.empty();
    }
  }

  private record Key(String connectionId, String bucket) {}

  private record Known(Optional<String> region, Instant until) {}
}
