package io.windlass.connection.feed;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What to follow.
 *
 * @param owner what follows, for example {@code link dra-…}; an owner has one subscription
 * @param connectionId how to reach the bucket
 * @param prefix what its keys begin with; empty for the whole bucket
 * @param source where hints come from
 * @param listingEvery how often to compare with a listing besides, at least a minute; absent: on
 *     demand only
 */
public record NewSubscription(
    String owner,
    String connectionId,
    String bucket,
    String prefix,
    EventSource source,
    Optional<Duration> listingEvery) {
  /** Checks that nothing is missing. */
  public NewSubscription {
    requireNonNull(owner, "owner");
    requireNonNull(connectionId, "connectionId");
    requireNonNull(bucket, "bucket");
    requireNonNull(prefix, "prefix");
    requireNonNull(source, "source");
    requireNonNull(listingEvery, "listingEvery");
  }
}
