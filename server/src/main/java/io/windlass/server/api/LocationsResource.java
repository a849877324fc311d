package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.locations.CatalogLocations;
import io.windlass.client.model.Location;
import io.windlass.client.model.NewLocation;
import io.windlass.client.model.Page;
import io.windlass.server.http.CurrentCaller;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Optional;

/** Connection, bucket and base key. */
@Path("/api/v1/locations")
@RunOnVirtualThread
public class LocationsResource {
  private static final int NEWEST = 1000;

  private final CurrentCaller caller;
  private final CatalogLocations locations;

  LocationsResource(CurrentCaller caller, CatalogLocations locations) {
    this.caller = caller;
    this.locations = locations;
  }

  /** Makes a location; the same document again answers the one that is there. */
  @POST
  public Location create(NewLocation location) {
    NewLocation wanted = required(location);
    return ConnectionRecords.location(
        locations.create(
            caller.get(),
            new io.windlass.connection.location.NewLocation(
                CatalogRecords.byWord(
                    io.windlass.connection.location.Location.Kind.class,
                    "kind",
                    required("kind", wanted.kind())),
                wanted.connectionId(),
                wanted.bucket(),
                wanted.baseKey(),
                wanted.sts(),
                wanted.encryption(),
                wanted.kmsKeyId(),
                wanted.storageClass(),
                wanted.requesterPays(),
                wanted.description(),
                wanted.banner(),
                Optional.empty())));
  }

  /** The caller's own, newest first; at most a thousand. */
  @GET
  public Page<Location> list() {
    return CatalogRecords.page(
        locations.own(caller.get(), NEWEST), Optional.empty(), ConnectionRecords::location);
  }

  /** One location: the caller's own or the installation's. */
  @GET
  @Path("{id}")
  public Location get(@PathParam("id") long id) {
    return ConnectionRecords.location(locations.get(caller.get(), id));
  }
}
