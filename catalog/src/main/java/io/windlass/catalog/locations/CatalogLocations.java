package io.windlass.catalog.locations;

import io.windlass.catalog.Catalog;
import io.windlass.catalog.Entry;
import io.windlass.catalog.LocationSetting;
import io.windlass.catalog.LocationSettings;
import io.windlass.catalog.identity.Caller;
import io.windlass.connection.location.Location;
import io.windlass.connection.location.Locations;
import io.windlass.connection.location.NewLocation;
import io.windlass.connection.location.Owner;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Locations as people may make, see and upload to them. Thread-safe. */
public final class CatalogLocations {
  private final Catalog catalog;
  private final Locations locations;
  private final ConnectionChoice choice;

  /** The locations of the installation, under the catalog's rights. */
  public CatalogLocations(Catalog catalog, Locations locations, ConnectionChoice choice) {
    this.catalog = catalog;
    this.locations = locations;
    this.choice = choice;
  }

  /**
   * Makes a location that belongs to the caller; see {@link Locations#create} for its rules. An
   * external one whose connection is not named goes through the first that reaches the bucket, see
   * {@link ConnectionChoice}.
   */
  public Location create(Caller caller, NewLocation wanted) {
    Owner owner = owner(caller);
    if (wanted.kind() == Location.Kind.MANAGED) {
      return locations.create(wanted, owner);
    }
    return choice.create(caller, wanted, owner, locations);
  }

  /**
   * A location of the caller's own; administrators see all.
   *
   * @throws io.windlass.foundation.WindlassException NOT_FOUND {@code location_not_found},
   *     FORBIDDEN {@code not_your_location}
   */
  public Location get(Caller caller, long id) {
    Location location =
        locations
            .find(id)
            .orElseThrow(() ->
                Problem.of(Kind.NOT_FOUND, "location_not_found", "There is no location " + id + ".")
                    .toException());
    if (location.ownerId() != caller.user().id() && !caller.administrator()) {
      throw Problem.of(
              Kind.FORBIDDEN, "not_your_location", "Location " + id + " belongs to somebody else.")
          .toException();
    }
    return location;
  }

  /** The caller's own locations, newest first, at most so many. */
  public List<Location> own(Caller caller, int newest) {
    return locations.ofOwner(caller.user().id(), newest);
  }

  /**
   * The locations to which new files in an entry may go, the usual one first; for a file also the
   * one that it lies in, last. Needs READ.
   */
  public List<Location> destinations(Caller caller, long entryId) {
    Entry entry = catalog.entries().get(caller, entryId);
    List<Long> ids =
        new ArrayList<>(
            catalog
                .locationSettings()
                .effective(entryId)
                .map(LocationSetting::locationIds)
                .orElse(List.of(LocationSettings.DEFAULT_LOCATION_ID)));
    entry
        .version()
        .map(version -> version.file().locationId())
        .filter(id -> !ids.contains(id))
        .ifPresent(ids::add);
    return ids.stream().map(id -> locations.find(id).orElseThrow()).toList();
  }

  private static Owner owner(Caller caller) {
    Set<String> names = new HashSet<>(caller.user().emails());
    names.add(caller.user().name());
    caller.principals().stream()
        .filter(CatalogLocations::isSomebody)
        .forEach(id -> names.add(Long.toString(id)));
    return new Owner(caller.user().id(), names, caller.administrator());
  }

  /** Whether the principal is a user or a team, not a group that everybody is in. */
  private static boolean isSomebody(long principal) {
    return principal != Caller.AUTHENTICATED_USERS
        && principal != Caller.PUBLIC
        && principal != Caller.ANONYMOUS
        && principal != Caller.CERTIFIED_USERS;
  }

  /** The location with this id among an entry's {@link #destinations}. */
  public Location destination(Caller caller, long entryId, Optional<Long> id) {
    List<Location> all = destinations(caller, entryId);
    return id.map(wanted ->
            all.stream()
                .filter(location -> location.id() == wanted)
                .findFirst()
                .orElseThrow(() ->
                    Problem.of(
                            Kind.NOT_FOUND,
                            "location_not_effective",
                            "Location " + wanted + " is not in effect here.")
                        .toException()))
        .orElseGet(all::getFirst);
  }
}
