package io.windlass.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Notifications.Rule;
import io.windlass.objectstore.Notifications.Target;
import io.windlass.testing.RuleServer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules in a bucket that keeps them as AWS S3 does, while somebody else changes them too. */
class NotificationsTest {
  private static final String QUEUE = "arn:aws:sqs:us-east-1:1:windlass";
  private static final String OTHER = "arn:aws:sqs:us-east-1:1:other";

  private RuleServer server;
  private ObjectStore store;
  private Notifications notifications;

  @BeforeEach
  void start() {
    server = RuleServer.start();
    server.allow(QUEUE);
    server.allow(OTHER);
    store =
        new S3ObjectStores()
            .open(
                StoreAddress.at(server.endpoint(), "us-east-1"),
                new Signing.Keys("AKIDTEST", Secret.of("secret"), Optional.empty()));
    notifications = store.notifications();
  }

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  @Test
  void aRuleThatSomebodyElseOverwroteAtTheSameTimeIsPutAgain() {
    notifications.put("b", rule("other", OTHER, "other/"));
    String theirs = server.document("b");
    AtomicInteger writes = new AtomicInteger();
    server.afterWrite(() -> {
      if (writes.incrementAndGet() == 1) {
        server.document("b", theirs);
      }
    });

    Rule kept = notifications.put("b", rule("ours", QUEUE, "data/"));

    assertThat(kept.events()).isEqualTo(Notifications.EVENTS);
    assertThat(notifications.rules("b")).extracting(Rule::id).containsExactly("other", "ours");
    assertThat(writes).hasValue(2);
  }

  @Test
  void aRuleThatSomebodyElseAlwaysOverwritesIsAProblem() {
    String empty = server.document("b");
    server.afterWrite(() -> server.document("b", empty));
    assertThatThrownBy(() -> notifications.put("b", rule("ours", QUEUE, "data/")))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("notification_not_kept"));
  }

  @Test
  void theSameRuleTwiceIsOne() {
    notifications.put("b", rule("ours", QUEUE, "data/"));
    notifications.put("b", rule("ours", QUEUE, "data/"));
    assertThat(notifications.rules("b")).containsExactly(rule("ours", QUEUE, "data/"));
    notifications.remove("b", "none", new Target.Queue(QUEUE));
    notifications.remove("b", "ours", new Target.Queue(QUEUE));
    assertThat(notifications.rules("b")).isEmpty();
  }

  @Test
  void aTopicIsATargetToo() {
    String arn = "arn:aws:sns:us-east-1:1:news";
    server.allow(arn);
    Rule rule = new Rule("ours", new Target.Topic(arn), Notifications.EVENTS, "", ".csv");
    notifications.put("b", rule);
    assertThat(notifications.rules("b")).containsExactly(rule);
  }

  @Test
  void rulesOverlapWhereOneKeyAndOneEventConcernBoth() {
    Rule all = rule("a", QUEUE, "");
    assertThat(all.overlaps(rule("b", OTHER, "x/"))).isTrue();
    assertThat(rule("a", QUEUE, "x/").overlaps(rule("b", OTHER, "y/"))).isFalse();
    assertThat(
            all.telling(Set.of("s3:ObjectCreated:*"))
                .overlaps(all.telling(Set.of("s3:ObjectCreated:Put"))))
        .isTrue();
    assertThat(
            all.telling(Set.of("s3:ObjectCreated:*"))
                .overlaps(all.telling(Set.of("s3:ObjectRemoved:*"))))
        .isFalse();
    Rule csv = new Rule("c", new Target.Queue(QUEUE), Notifications.EVENTS, "", ".csv");
    Rule json = new Rule("d", new Target.Queue(QUEUE), Notifications.EVENTS, "", ".json");
    assertThat(csv.overlaps(json)).isFalse();
    assertThat(csv.overlaps(all)).isTrue();
  }

  private static Rule rule(String id, String queue, String prefix) {
    return new Rule(id, new Target.Queue(queue), Notifications.EVENTS, prefix, "");
  }
}
