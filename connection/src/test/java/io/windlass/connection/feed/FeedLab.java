package io.windlass.connection.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.connection.ConnectionChange.NewKeys;
import io.windlass.connection.Connections;
import io.windlass.connection.TestHouse;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Secret;
import io.windlass.testing.S3TestStore;
import io.windlass.testing.TestQueue;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Feeds over one database and one store, with a clock that is set by hand. */
final class FeedLab implements AutoCloseable {
  static final String BUCKET = "lab-bucket";

  private final TestHouse house;
  private final Clock clock = new Clock();
  private final ChangeFeeds feeds;
  private final String connection;

  FeedLab(S3TestStore store) {
    this(store, FeedSettings.STANDARD);
  }

  FeedLab(S3TestStore store, FeedSettings settings) {
    this.house = new TestHouse(store);
    this.connection =
        house
            .connections()
            .create(
                house.byKeys(
                    "proj_lab",
                    new NewKeys(
                        store.owner().accessKeyId(),
                        store.owner().secretAccessKey(),
                        Optional.empty())))
            .id();
    this.feeds =
        new ChangeFeeds(
            house.database().database(), house.connections(), house.box(), clock, settings);
  }

  ChangeFeeds feeds() {
    return feeds;
  }

  /** Feeds of another node on the same database. */
  ChangeFeeds otherNode() {
    return new ChangeFeeds(
        house.database().open(), house.connections(), house.box(), clock, FeedSettings.STANDARD);
  }

  TestHouse house() {
    return house;
  }

  Connections connections() {
    return house.connections();
  }

  String connection() {
    return connection;
  }

  Clock clock() {
    return clock;
  }

  /** A wish to read a queue, with or without a rule of our own. */
  NewSubscription wish(String prefix, URI queue, EventSource.Notification notification) {
    return wish(
        prefix, new EventSource.Queue(queue, TestQueue.REGION, Optional.empty(), notification));
  }

  /** Reads the queues once. */
  void poll() {
    feeds.polling().work().run();
  }

  NewSubscription wish(String prefix, EventSource source) {
    return new NewSubscription(
        "link " + Ids.random(8), connection, BUCKET, prefix, source, Optional.empty());
  }

  /** A feed without events of its own: the test says what is heard. */
  Subscription quiet(String prefix) {
    return feeds.follow(wish(prefix, new EventSource.None()));
  }

  /** A feed that is posted to. */
  Subscription posted(String prefix) {
    return feeds.follow(
        wish(
            prefix,
            new EventSource.Push(
                URI.create("http://127.0.0.1:1"),
                Optional.empty(),
                EventSource.Notification.OWNER)));
  }

  Secret secret(Subscription feed) {
    return secret(feeds.pushAddress(feed.id()).orElseThrow());
  }

  static Secret secret(Secret address) {
    return Secret.of(address.reveal().replaceAll(".*secret=", ""));
  }

  /** A message of S3 about keys of the bucket. */
  static String message(String... keys) {
    return "{\"Records\":["
        + String.join(",", List.of(keys).stream().map(FeedLab::record).toList())
        + "]}";
  }

  static byte[] bytes(String message) {
    return message.getBytes(UTF_8);
  }

  private static String record(String key) {
    return """
    {"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"%s"},"object":{"key":"%s"}}}\
    """
        .formatted(BUCKET, URLEncoder.encode(key, UTF_8));
  }

  @Override
  public void close() {
    house.close();
  }

  /** Stands still until it is moved. */
  static final class Clock implements InstantSource {
    private final AtomicReference<Instant> now =
        new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));

    @Override
    public Instant instant() {
      return now.get();
    }

    void pass(Duration time) {
      now.updateAndGet(instant -> instant.plus(time));
    }
  }
}
