package io.windlass.connection.feed;

import io.windlass.foundation.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A prefix that is followed.
 *
 * @param id {@code feed_…}
 * @param owner as in {@link NewSubscription}
 * @param problem why events do not arrive at present: the rule was taken away or altered, the queue
 *     cannot be read; absent when all is well as far as is known
 * @param heard events for keys below the prefix since the beginning, repetitions included
 * @param refused messages that nobody could read, kept out of the way
 * @param lastHeardAt when the last event came
 * @param lastRefused why the last refused message was, for people
 * @param listedAt as of when a listing was last compared to the end
 * @param createdAt when it was made
 */
public record Subscription(
    String id,
    String owner,
    String connectionId,
    String bucket,
    String prefix,
    EventSource source,
    Optional<Duration> listingEvery,
    Optional<Problem> problem,
    long heard,
    long refused,
    Optional<Instant> lastHeardAt,
    Optional<String> lastRefused,
    Optional<Instant> listedAt,
    Instant createdAt) {}
