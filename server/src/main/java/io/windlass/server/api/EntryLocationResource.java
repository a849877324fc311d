package io.windlass.server.api;

import static io.windlass.server.http.Bodies.required;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.windlass.catalog.LocationSetting;
import io.windlass.catalog.LocationSettings;
import io.windlass.catalog.identity.Caller;
import io.windlass.catalog.locations.CatalogLocations;
import io.windlass.client.model.EffectiveLocation;
import io.windlass.client.model.LocationChoice;
import io.windlass.server.http.CurrentCaller;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Optional;

/** Where the files of an entry go. */
@Path("/api/v1/entries/{id}/location")
@RunOnVirtualThread
public class EntryLocationResource {
  private final CurrentCaller caller;
  private final LocationSettings settings;
  private final CatalogLocations locations;

  EntryLocationResource(
      CurrentCaller caller, LocationSettings settings, CatalogLocations locations) {
    this.caller = caller;
    this.settings = settings;
    this.locations = locations;
  }

  /** The location that holds for the entry. */
  @GET
  public EffectiveLocation get(@PathParam("id") long id) {
    return new EffectiveLocation(
        settings.effective(id).map(LocationSetting::entryId),
        ConnectionRecords.location(locations.destination(caller.get(), id, Optional.empty())));
  }

  /** Sets it for the entry and all below it. */
  @PUT
  public EffectiveLocation set(@PathParam("id") long id, LocationChoice choice) {
    Caller who = caller.get();
    List<Long> wanted = List.of(required(choice).locationId());
    Optional<LocationSetting> own = settings.find(who, id);
    if (own.isPresent()) {
      settings.update(who, own.get().id(), Optional.empty(), wanted);
    } else {
      settings.create(who, id, wanted);
    }
    return get(id);
  }

  /** Lets the entry inherit again. */
  @DELETE
  public void delete(@PathParam("id") long id) {
    Caller who = caller.get();
    settings.find(who, id).ifPresent(own -> settings.delete(who, own.id()));
  }
}
