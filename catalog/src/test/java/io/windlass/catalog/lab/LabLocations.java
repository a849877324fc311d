package io.windlass.catalog.lab;

import io.windlass.connection.Connections;
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

/** Locations in real stores, without the proof of owning them. */
final class LabLocations implements Locations {
  private final Map<Long, Location> all = new ConcurrentHashMap<>();
  private final Connections connections;

  LabLocations(Connections connections) {
    this.connections = connections;
  }

  Location add(
      Kind kind, long owner, String connectionId, String bucket, String baseKey, boolean sts) {
    Location location =
        new Location(
            all.size() + 1L,
            kind,
            connectionId,
            bucket,
            baseKey,
            sts,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            owner,
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
    throw new AssertionError("not asked here");
  }

  @Override
  public Optional<Location> find(long id) {
    return Optional.ofNullable(all.get(id));
  }

  @Override
  public List<Location> ofOwner(long ownerId, int newest) {
    throw new AssertionError("not asked here");
  }

  @Override
  public ObjectStore open(Location location) {
    return connections.open(location.connectionId());
  }

  @Override
  public Location managedDefault() {
    return find(Location.MANAGED_DEFAULT).orElseThrow();
  }

  @Override
  public Location manageIn(String connectionId, String bucket) {
    throw new AssertionError("not asked here");
  }
}
