package io.windlass.connection.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Body;
import io.windlass.objectstore.Notifications.Rule;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real Ceph RGW that posts to a feed over HTTP. */
class CephPushFeedTest {
  private static FeedLab lab;
  private static HttpServer windlass;
  private static String bucket;

  @BeforeAll
  static void start() throws IOException {
    lab = new FeedLab(CephStore.shared());
    windlass = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    windlass.createContext("/api/v1/feeds/", CephPushFeedTest::accept);
    windlass.start();
    bucket = S3TestStore.uniqueBucket("push");
    store().createBucket(bucket);
  }

  @AfterAll
  static void stop() {
    windlass.stop(0);
    lab.close();
  }

  @Test
  @Promise({"P3", "R1", "R5"})
  void whatIsWrittenAndDeletedInABucketIsHeard() {
    Subscription feed = follow("data/", windlass.getAddress().getPort());
    Subscription other = follow("", windlass.getAddress().getPort());

    write("data/a bü");
    write("other/x");

    assertThat(take(feed, 1)).containsExactly("data/a bü");
    assertThat(take(other, 2)).contains("data/a bü", "other/x");
    store().delete(ObjectId.of(bucket, "data/a bü"));
    assertThat(take(feed, 1)).containsExactly("data/a bü");
    assertThat(lab.feeds().check(feed.id())).isEmpty();

    assertThat(lab.feeds().stop(feed.id())).isEmpty();
    assertThat(rules()).extracting(Rule::id).containsExactly("Windlass-" + other.id());
    assertThat(lab.feeds().check(other.id())).isEmpty();
    write("data/after");
    assertThat(take(other, 1)).contains("data/after");
    assertThat(lab.feeds().stop(other.id())).isEmpty();
    assertThat(rules()).isEmpty();
    store().headBucket(bucket);
  }

  @Test
  @Promise("P3")
  void writesGoOnWhileTheReceiverIsAway() {
    Subscription feed = follow("away/", 1);
    write("away/x");
    assertThat(store().head(ObjectId.of(bucket, "away/x")).size()).isEqualTo(1);
    assertThat(lab.feeds().backlog(feed.id()).keys()).isZero();
    lab.feeds().stop(feed.id());
  }

  @Test
  @Promise("R3")
  void aRuleThatWasTakenAwayIsPutBack() {
    Subscription feed = follow("mend/", windlass.getAddress().getPort());
    Rule ours =
        rules().stream()
            .filter(rule -> rule.id().equals("Windlass-" + feed.id()))
            .findFirst()
            .orElseThrow();
    store()
        .notifications()
        .remove(
            bucket,
            ours.id(),
            new io.windlass.objectstore.Notifications.Target.OwnTopic(ours.target().arn()));
    assertThat(lab.feeds().check(feed.id()).orElseThrow().code()).isEqualTo("notification_missing");
    lab.feeds().repair(feed.id());
    write("mend/x");
    assertThat(take(feed, 1)).containsExactly("mend/x");
    lab.feeds().stop(feed.id());
  }

  private static Subscription follow(String prefix, int port) {
    NewSubscription wish =
        lab.wish(
            prefix,
            new EventSource.Push(
                URI.create("http://127.0.0.1:" + port),
                Optional.empty(),
                EventSource.Notification.WINDLASS));
    return lab.feeds()
        .follow(
            new NewSubscription(
                wish.owner(),
                wish.connectionId(),
                bucket,
                wish.prefix(),
                wish.source(),
                wish.listingEvery()));
  }

  /** Takes until so many keys came, and ends them. */
  private static List<String> take(Subscription feed, int keys) {
    List<String> taken = new ArrayList<>();
    while (taken.size() < keys) {
      List<Hint> hints = lab.feeds().take(feed.id(), 100, Duration.ofSeconds(30));
      assertThat(hints).isNotEmpty();
      hints.forEach(hint -> taken.add(hint.key()));
      lab.feeds().done(feed.id(), hints);
    }
    return taken;
  }

  private static void accept(HttpExchange exchange) throws IOException {
    String id = exchange.getRequestURI().getPath().split("/")[4];
    String query = exchange.getRequestURI().getQuery();
    byte[] body = exchange.getRequestBody().readAllBytes();
    int status = 200;
    try {
      lab.feeds().accept(id, Secret.of(query.substring("secret=".length())), body);
    } catch (WindlassException e) {
      status = 403;
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static List<Rule> rules() {
    return store().notifications().rules(bucket);
  }

  private static ObjectStore store() {
    return lab.connections().open(lab.connection());
  }

  private static void write(String key) {
    store()
        .put(ObjectId.of(bucket, key), ObjectStore.WriteOptions.NONE, Body.of("x".getBytes(UTF_8)));
  }
}
