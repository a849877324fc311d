package io.windlass.client;

import io.windlass.client.model.Location;
import io.windlass.client.model.NewLocation;
import java.util.stream.Stream;

/** Locations. Thread-safe. */
public final class Locations {
  private final Http http;

  Locations(Http http) {
    this.http = http;
  }

  /** Makes a location; the same request by the same user answers the one that is there. */
  public Location create(NewLocation location) {
    return http.call("POST", "locations").json(location).as(Location.class);
  }

  /** The caller's locations, newest first. */
  public Stream<Location> list() {
    return http.call("GET", "locations").asItems(Location.class);
  }

  /** One location. */
  public Location get(long id) {
    return http.call("GET", "locations", id).as(Location.class);
  }
}
