package io.windlass.connection.feed;

import java.net.URI;
import java.util.Optional;

/** Where hints come from. */
public sealed interface EventSource {

  /**
   * An SQS queue that Windlass alone reads: it receives what the bucket's notification rule or an
   * EventBridge rule sends. Several subscriptions may name the same queue.
   *
   * @param url of the queue
   * @param region to sign for
   * @param connectionId whose keys read the queue; absent is the subscription's own
   * @param notification who keeps the rule of the bucket
   */
  record Queue(URI url, String region, Optional<String> connectionId, Notification notification)
      implements EventSource {}

  /**
   * The store posts to {@code POST /api/v1/feeds/ID/events}, as Ceph RGW and MinIO do.
   *
   * @param windlass where the store reaches this installation, without a path
   * @param target the ARN under which the store knows the address, for MinIO; absent: Windlass
   *     makes a topic at the store, as Ceph RGW understands it
   * @param notification who keeps the rule of the bucket
   */
  record Push(URI windlass, Optional<String> target, Notification notification)
      implements EventSource {}

  /** No events: only listings tell what happened. */
  record None() implements EventSource {}

  /** Who keeps the notification rule of the bucket. */
  enum Notification {
    /** Windlass adds one rule of its own and takes it away at the end. */
    WINDLASS,
    /** The owner of the bucket. */
    OWNER
  }
}
