package io.windlass.catalog.content;

import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.objectstore.ObjectStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stores that one request works with: how to reach each is asked for once, whatever the number
 * of files. Thread-safe.
 */
final class RequestStores {
  private final Locations locations;
  private final Map<Long, ObjectStore> open = new ConcurrentHashMap<>();

  RequestStores(Locations locations) {
    this.locations = locations;
  }

  ObjectStore of(Location location) {
    return open.computeIfAbsent(location.id(), _ -> locations.open(location));
  }
}
