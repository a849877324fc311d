package io.windlass.catalog;

import java.util.Optional;

/**
 * The location that rules an entry. Immutable.
 *
 * @param locationId of the location
 * @param sts whether temporary keys are vended for it
 * @param entryId the entry whose setting it is; absent where no setting is and the default rules
 */
public record EffectiveLocation(long locationId, boolean sts, Optional<Long> entryId) {
  /** Where no setting is. */
  static final EffectiveLocation DEFAULT =
      new EffectiveLocation(LocationSettings.DEFAULT_LOCATION_ID, false, Optional.empty());
}
