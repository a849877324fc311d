package io.windlass.catalog;

import java.time.Instant;
import java.util.List;

/**
 * Where the files below a project or folder go. Immutable.
 *
 * @param id of the setting
 * @param entryId the project or folder that has it
 * @param locationIds one to ten locations; the first is the effective one
 * @param etag renewed on every change
 * @param createdBy user id
 * @param createdAt moment of creation
 */
public record LocationSetting(
    long id, long entryId, List<Long> locationIds, String etag, long createdBy, Instant createdAt) {
  /** Most locations of one setting. */
  public static final int MAX_LOCATIONS = 10;

  /** Copies the list. */
  public LocationSetting {
    locationIds = List.copyOf(locationIds);
  }

  /** The location that new files go to. */
  public long effectiveLocationId() {
    return locationIds.getFirst();
  }
}
