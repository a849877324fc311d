package io.windlass.objectstore;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the restore of an archived object stands.
 *
 * @param ongoing it has been asked for and is not readable yet
 * @param until how long the restored copy can be read; absent while it is ongoing
 */
public record RestoreState(boolean ongoing, Optional<Instant> until) {
  private static final Pattern EXPIRY = Pattern.compile("expiry-date=\"([^\"]*)\"");

  /** By the header {@code x-amz-restore}. */
  static RestoreState of(String header) {
    Matcher expiry = EXPIRY.matcher(header);
    return new RestoreState(
        header.contains("ongoing-request=\"true\""),
        expiry.find() ? Timestamps.ofHttp(expiry.group(1)) : Optional.empty());
  }

  /**
   * As listings have it; empty of an object that was not restored.
   *
   * @param until absent while it is under way
   */
  static Optional<RestoreState> listed(boolean ongoing, Optional<Instant> until) {
    return ongoing || until.isPresent()
        ? Optional.of(new RestoreState(ongoing, ongoing ? Optional.empty() : until))
        : Optional.empty();
  }
}
