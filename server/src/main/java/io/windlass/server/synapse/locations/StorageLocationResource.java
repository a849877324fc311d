package io.windlass.server.synapse.locations;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.identity.Scope;
import io.windlass.catalog.locations.CatalogLocations;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.NewLocation;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.server.http.CurrentCaller;
import io.windlass.server.http.Requires;
import io.windlass.server.synapse.SynapseJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Storage locations. They can be made and read; nothing changes or deletes one. */
@Path("/repo/v1/storageLocation")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class StorageLocationResource {
  private static final int MOST = 100;

  private final CatalogLocations locations;
  private final CurrentCaller caller;

  StorageLocationResource(CatalogLocations locations, CurrentCaller caller) {
    this.locations = locations;
    this.caller = caller;
  }

  /** Makes a location, or answers the caller's own that is the same. */
  @POST
  @ResponseStatus(201)
  @Requires(
      value = {Scope.VIEW, Scope.MODIFY},
      anonymous = true)
  public StorageLocationDocument create(StorageLocationDocument wanted) {
    return document(locations.create(caller.get(), newLocation(wanted)));
  }

  /** A location of the caller's own. */
  @GET
  @Path("{id}")
  @Requires(value = Scope.VIEW, anonymous = true)
  public StorageLocationDocument get(@PathParam("id") long id) {
    return document(locations.get(caller.get(), id));
  }

  /** The caller's own locations, newest first. */
  @GET
  @Requires(value = Scope.VIEW, anonymous = true)
  public StorageLocationDocument.Page list() {
    return new StorageLocationDocument.Page(
        locations.own(caller.get(), MOST).stream().map(StorageLocationResource::document).toList());
  }

  private static NewLocation newLocation(StorageLocationDocument wanted) {
    return new NewLocation(
        kind(wanted),
        Optional.empty(),
        wanted.bucket(),
        wanted.baseKey(),
        wanted.stsEnabled().orElse(false),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        wanted.description(),
        wanted.banner(),
        wanted.endpointUrl());
  }

  private static Location.Kind kind(StorageLocationDocument wanted) {
    return switch (wanted.concreteType().orElse("")) {
      case StorageLocationDocument.MANAGED -> Location.Kind.MANAGED;
      case StorageLocationDocument.EXTERNAL -> Location.Kind.EXTERNAL;
      default ->
          throw Problem.of(
                  Kind.INVALID,
                  "unsupported_location_type",
                  "'"
                      + wanted.concreteType().orElse("")
                      + "' is not a type of storage location that exists here.")
              .withRemedy(
                  "There are "
                      + StorageLocationDocument.MANAGED
                      + " and "
                      + StorageLocationDocument.EXTERNAL
                      + "; the latter takes any S3-compatible store.")
              .toException();
    };
  }

  private static StorageLocationDocument document(Location location) {
    boolean external = location.kind() == Location.Kind.EXTERNAL;
    return new StorageLocationDocument(
        Optional.of(external ? StorageLocationDocument.EXTERNAL : StorageLocationDocument.MANAGED),
        Optional.of(location.id()),
        Optional.of(UploadDestination.S3),
        location.banner(),
        location.description(),
        Optional.of(location.etag()),
        Optional.of(SynapseJson.timestamp(location.createdAt())),
        Optional.of(location.ownerId()),
        external ? Optional.of(location.bucket()) : Optional.empty(),
        Optional.of(location.baseKey()).filter(key -> !key.isEmpty()),
        location.endpointUrl(),
        Optional.of(location.sts()));
  }
}
