package io.windlass.server.synapse.locations;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.locations.CatalogLocations;
import io.windlass.connection.location.Location;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.EntityIds;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** Where uploads go. The entity may be a file: clients ask for it when they download, too. */
@Path("/file/v1/entity/{id}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class UploadDestinationResource {
  private final CatalogLocations locations;
  private final CurrentCaller caller;

  UploadDestinationResource(CatalogLocations locations, CurrentCaller caller) {
    this.locations = locations;
    this.caller = caller;
  }

  /** The usual destination. */
  @GET
  @Path("uploadDestination")
  @Requires(value = Scope.VIEW, anonymous = true)
  public UploadDestination usual(@PathParam("id") String id) {
    return destination(locations.destination(caller.get(), EntityIds.parse(id), Optional.empty()));
  }

  /** One of the destinations. */
  @GET
  @Path("uploadDestination/{location}")
  @Requires(value = Scope.VIEW, anonymous = true)
  public UploadDestination named(@PathParam("id") String id, @PathParam("location") long location) {
    return destination(
        locations.destination(caller.get(), EntityIds.parse(id), Optional.of(location)));
  }

  /** All destinations. */
  @GET
  @Path("uploadDestinationLocations")
  @Requires(value = Scope.VIEW, anonymous = true)
  public UploadDestination.Choices all(@PathParam("id") String id) {
    return new UploadDestination.Choices(
        locations.destinations(caller.get(), EntityIds.parse(id)).stream()
            .map(location ->
                new UploadDestination.Choice(
                    location.id(), UploadDestination.S3, location.description()))
            .toList());
  }

  private static UploadDestination destination(Location location) {
    boolean external = location.kind() == Location.Kind.EXTERNAL;
    return new UploadDestination(
        external ? UploadDestination.EXTERNAL : UploadDestination.MANAGED,
        location.id(),
        UploadDestination.S3,
        location.banner(),
        external ? Optional.of(location.bucket()) : Optional.empty(),
        Optional.of(location.baseKey()).filter(key -> !key.isEmpty()),
        Optional.of(location.sts()),
        external ? location.endpointUrl() : Optional.empty());
  }
}
