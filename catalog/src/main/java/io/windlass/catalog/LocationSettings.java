package io.windlass.catalog;

import io.windlass.catalog.identity.Caller;
import java.util.List;
import java.util.Optional;

/**
 * Which locations the files below a project or folder go to. The effective setting of an entry is
 * that of the nearest ancestor, or itself, that has one. Thread-safe; every method is one
 * transaction.
 */
public final class LocationSettings {
  /** The built-in location, effective where no setting is. */
  public static final long DEFAULT_LOCATION_ID = 1;

  LocationSettings() {}

  /** Gives the entry a setting; needs CREATE. CONFLICT-free: INVALID when it has one already. */
  public LocationSetting create(Caller caller, long entryId, List<Long> locationIds) {
    return Unbuilt.yet();
  }

  /** Replaces the locations of a setting; needs UPDATE on its entry and the setting's etag. */
  public LocationSetting update(
      Caller caller, long settingId, Optional<String> etag, List<Long> locationIds) {
    return Unbuilt.yet();
  }

  /** Drops a setting; needs DELETE on its entry. */
  public void delete(Caller caller, long settingId) {
    Unbuilt.<String>yet();
  }

  /** The setting; needs READ on its entry. NOT_FOUND when there is none. */
  public LocationSetting get(Caller caller, long settingId) {
    return Unbuilt.yet();
  }

  /** The entry's own setting; needs READ. */
  public Optional<LocationSetting> find(Caller caller, long entryId) {
    return Unbuilt.yet();
  }

  /**
   * The setting that rules the entry; absent means the default location. Checks no permission, but
   * fails NOT_FOUND when there is no such live entry.
   */
  public Optional<LocationSetting> effective(long entryId) {
    return Unbuilt.yet();
  }

  /** The location that new files in the entry go to. Checks no permission. */
  public long effectiveLocationId(long entryId) {
    return Unbuilt.yet();
  }

  /**
   * Whether the caller may have files written to a location: one that is effective somewhere the
   * caller may create, or that the caller owns.
   */
  public boolean mayWriteTo(Caller caller, long locationId) {
    return Unbuilt.yet();
  }
}
