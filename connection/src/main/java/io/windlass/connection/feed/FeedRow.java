package io.windlass.connection.feed;

import io.windlass.foundation.Problem;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A row of the table of feeds, with the first of its problems. */
record FeedRow(
    String id,
    String owner,
    String connectionId,
    String bucket,
    String prefix,
    Source source,
    EventSource.Notification notification,
    Optional<String> queueUrl,
    Optional<String> queueRegion,
    Optional<String> queueConnectionId,
    Optional<String> pushWindlass,
    Optional<String> pushTarget,
    Optional<String> topicArn,
    Optional<Long> listingSeconds,
    Optional<Instant> listedAt,
    long heard,
    long refused,
    Optional<Instant> lastHeardAt,
    Optional<String> lastRefused,
    Instant createdAt,
    Optional<String> problemKind,
    Optional<String> problemCode,
    Optional<String> problemMessage,
    Optional<String> problemRemedy) {

  enum Source {
    QUEUE,
    PUSH,
    NONE
  }

  static FeedRow of(String id, NewSubscription wanted, Instant now) {
    EventSource source = wanted.source();
    Optional<EventSource.Queue> queue =
        source instanceof EventSource.Queue is ? Optional.of(is) : Optional.empty();
    Optional<EventSource.Push> push =
        source instanceof EventSource.Push is ? Optional.of(is) : Optional.empty();
    return new FeedRow(
        id,
        wanted.owner(),
        wanted.connectionId(),
        wanted.bucket(),
        wanted.prefix(),
        queue.isPresent() ? Source.QUEUE : push.isPresent() ? Source.PUSH : Source.NONE,
        queue
            .map(EventSource.Queue::notification)
            .or(() -> push.map(EventSource.Push::notification))
            .orElse(EventSource.Notification.OWNER),
        queue.map(is -> is.url().toString()),
        queue.map(EventSource.Queue::region),
        queue.flatMap(EventSource.Queue::connectionId),
        push.map(is -> is.windlass().toString()),
        push.flatMap(EventSource.Push::target),
        Optional.empty(),
        wanted.listingEvery().map(Duration::toSeconds),
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether Windlass has a rule at the bucket to look after. */
  boolean keepsRule() {
    return source != Source.NONE && notification == EventSource.Notification.WINDLASS;
  }

  /** The connection that reads the queue. */
  String queueReader() {
    return queueConnectionId.orElse(connectionId);
  }

  boolean concerns(String eventBucket, String key) {
    return bucket.equals(eventBucket) && key.startsWith(prefix);
  }

  EventSource eventSource() {
    return switch (source) {
      case QUEUE ->
          new EventSource.Queue(
              URI.create(queueUrl.orElseThrow()),
              queueRegion.orElseThrow(),
              queueConnectionId,
              notification);
      case PUSH ->
          new EventSource.Push(URI.create(pushWindlass.orElseThrow()), pushTarget, notification);
      case NONE -> new EventSource.None();
    };
  }

  /** Whether it follows what is wanted, whatever is said of listings. */
  boolean follows(NewSubscription wanted) {
    return connectionId.equals(wanted.connectionId())
        && bucket.equals(wanted.bucket())
        && prefix.equals(wanted.prefix())
        && eventSource().equals(wanted.source());
  }

  Subscription toSubscription() {
    return new Subscription(
        id,
        owner,
        connectionId,
        bucket,
        prefix,
        eventSource(),
        listingSeconds.map(Duration::ofSeconds),
        problem(),
        heard,
        refused,
        lastHeardAt,
        lastRefused,
        listedAt,
        createdAt);
  }

  private Optional<Problem> problem() {
    return problemCode.map(code ->
        new Problem(
            Problem.Kind.valueOf(problemKind.orElseThrow()),
            code,
            problemMessage.orElseThrow(),
            problemRemedy));
  }
}
