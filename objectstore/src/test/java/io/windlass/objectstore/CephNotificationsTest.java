package io.windlass.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Notifications.Rule;
import io.windlass.objectstore.Notifications.Target;
import io.windlass.objectstore.event.EventMessage;
import io.windlass.objectstore.event.EventMessages;
import io.windlass.objectstore.event.ObjectEvent;
import io.windlass.testing.CephStore;
import io.windlass.testing.S3TestStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules and topics at a real Ceph RGW, which posts to a real receiver. */
class CephNotificationsTest {
  private static ObjectStore store;
  private static Notifications notifications;
  private static HttpServer receiver;
  private static final BlockingQueue<Posted> POSTED = new LinkedBlockingQueue<>();

  private String bucket;

  private record Posted(String address, EventMessage message) {}

  @BeforeAll
  static void start() throws IOException {
    CephStore ceph = CephStore.shared();
    store =
        new S3ObjectStores()
            .open(
                StoreAddress.at(ceph.endpoint(), ceph.region()),
                new Signing.Keys(
                    ceph.owner().accessKeyId(), ceph.owner().secretAccessKey(), Optional.empty()));
    notifications = store.notifications();
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          POSTED.add(new Posted(exchange.getRequestURI().toString(), EventMessages.parse(body)));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterAll
  static void stop() {
    receiver.stop(0);
    store.close();
  }

  @BeforeEach
  void bucket() {
    POSTED.clear();
    bucket = S3TestStore.uniqueBucket("rules");
    store.createBucket(bucket);
  }

  @Test
  void whatHappensBelowThePrefixIsPosted() throws InterruptedException {
    String topic = topic("?secret=abc-_1");
    Rule kept = notifications.put(bucket, rule("Windlass-1", topic, "data/"));

    assertThat(kept.events()).isEqualTo(Notifications.BASIC_EVENTS);
    for (String key : new String[] {"data/a b+c%2Bü", "data/x"}) {
      write(key);
      Posted posted = POSTED.poll(10, TimeUnit.SECONDS);
      assertThat(posted).isNotNull();
      assertThat(posted.address()).isEqualTo("/feeds/1?secret=abc-_1");
      assertThat(posted.message().events())
          .extracting(ObjectEvent::bucket, ObjectEvent::key)
          .contains(org.assertj.core.groups.Tuple.tuple(bucket, key));
    }
    write("other/x");
    store.delete(ObjectId.of(bucket, "data/x"));
    Posted removal = POSTED.poll(10, TimeUnit.SECONDS);
    assertThat(removal.message().events())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.name()).isEqualTo("ObjectRemoved:Delete");
          assertThat(event.key()).isEqualTo("data/x");
        });
    assertThat(POSTED).isEmpty();
    notifications.deleteTopic(topic);
  }

  @Test
  void rulesOfOthersStayWhileOursComesChangesAndGoes() {
    String topic = topic("");
    Rule foreign =
        new Rule(
            "lab",
            new Target.OwnTopic(topic),
            java.util.Set.of("s3:ObjectCreated:Put"),
            "",
            ".csv");
    notifications.put(bucket, foreign);

    notifications.put(bucket, rule("Windlass-1", topic, "data/"));
    notifications.put(bucket, rule("Windlass-1", topic, "more/"));

    assertThat(notifications.rules(bucket))
        .hasSize(2)
        .anyMatch(now -> now.id().equals("lab") && now.tellsTheSameAs(foreign))
        .anyMatch(now -> now.id().equals("Windlass-1") && now.prefix().equals("more/"));
    notifications.remove(bucket, "Windlass-1", new Target.OwnTopic(topic));
    assertThat(notifications.rules(bucket)).extracting(Rule::id).containsExactly("lab");
    notifications.deleteTopic(topic);
  }

  @Test
  void removingTheLastRuleLeavesTheEmptyBucketThere() {
    String topic = topic("");
    notifications.put(bucket, rule("Windlass-1", topic, ""));

    notifications.remove(bucket, "Windlass-1", new Target.OwnTopic(topic));
    notifications.remove(bucket, "Windlass-1", new Target.OwnTopic(topic));

    assertThat(notifications.rules(bucket)).isEmpty();
    store.headBucket(bucket);
    notifications.deleteTopic(topic);
    notifications.deleteTopic(topic);
  }

  @Test
  void aStoreWhoseReceiverIsAwayStillTakesWrites() {
    String topic =
        notifications.createTopic(
            "windlass-" + bucket, URI.create("http://127.0.0.1:1/feeds/1?secret=x"));
    notifications.put(bucket, rule("Windlass-1", topic, ""));

    write("data/x");

    assertThat(store.head(ObjectId.of(bucket, "data/x")).size()).isEqualTo(1);
    notifications.deleteTopic(topic);
  }

  @Test
  void aTopicThatIsNotThereIsRefused() {
    assertThatThrownBy(() ->
            notifications.put(bucket, rule("Windlass-1", "arn:aws:sns:default::no-such-topic", "")))
        .isInstanceOf(WindlassException.class);
    assertThat(notifications.rules(bucket)).isEmpty();
  }

  private String topic(String query) {
    return notifications.createTopic(
        "windlass-" + bucket,
        URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/feeds/1" + query));
  }

  private static Rule rule(String id, String topic, String prefix) {
    return new Rule(id, new Target.OwnTopic(topic), Notifications.EVENTS, prefix, "");
  }

  private void write(String key) {
    store.put(
        ObjectId.of(bucket, key), ObjectStore.WriteOptions.NONE, Body.of("x".getBytes(UTF_8)));
  }
}
