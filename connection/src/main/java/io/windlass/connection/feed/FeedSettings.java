package io.windlass.connection.feed;

import java.time.Duration;

/**
 * How patient feeds are.
 *
 * @param lease how long taken hints are the taker's
 * @param look how often waiting takers look for what other nodes heard
 * @param round how long one node reads the queues before it looks which ones there are
 * @param patience how long a call waits for the first message of a queue
 * @param invisible how long a received message is kept from other readers
 */
record FeedSettings(
    Duration lease, Duration look, Duration round, Duration patience, Duration invisible) {
  static final FeedSettings STANDARD =
      new FeedSettings(
          Duration.ofMinutes(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1));
}
