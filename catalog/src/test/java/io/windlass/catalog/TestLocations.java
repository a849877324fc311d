package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Location.Kind;
import io.windlass.connection.location.Locations;
import io.windlass.connection.location.NewLocation;
import io.windlass.connection.location.Owner;
import io.windlass.objectstore.ObjectStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Locations without stores: the catalog's rules look at nothing but what a location says. */
final class TestLocations implements Locations {
  private final Map<Long, Location> all = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  TestLocations() {
    add(Kind.MANAGED, Caller.anonymous(), "managed", "", false);
  }

  Location add(Kind kind, Caller owner, String bucket, String baseKey, boolean sts) {
    Location location =
        new Location(
            last.incrementAndGet(),
            kind,
            "c_test",
            bucket,
            baseKey,
            sts,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            owner.user().id(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "etag",
            Instant.EPOCH);
    all.put(location.id(), location);
    return location;
  }

  @Override
  public Location create(NewLocation location, Owner owner) {
    throw new AssertionError("not asked of the catalog");
  }

  @Override
  public Optional<Location> find(long id) {
    return Optional.ofNullable(all.get(id));
  }

  @Override
  public List<Location> ofOwner(long ownerId, int newest) {
    throw new AssertionError("not asked of the catalog");
  }

  @Override
  public ObjectStore open(Location location) {
    throw new AssertionError("the catalog's rules ask no store");
  }

  @Override
  public Location managedDefault() {
    return find(Location.MANAGED_DEFAULT).orElseThrow();
  }

  @Override
  public Location manageIn(String connectionId, String bucket) {
    throw new AssertionError("not asked of the catalog");
  }
}
