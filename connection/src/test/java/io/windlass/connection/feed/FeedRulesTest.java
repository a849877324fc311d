package io.windlass.connection.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.connection.feed.EventSource.Notification;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.Notifications.Rule;
import io.windlass.testing.RuleServer;
import io.windlass.testing.TestQueue;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our rules beside those of others, in a bucket that keeps them as AWS S3 does. */
class FeedRulesTest {
  private static final String FOREIGN =
      """
      <NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
      <QueueConfiguration><Id>lab</Id><Queue>arn:aws:sqs:us-east-1:1:lab</Queue><Event>s3:ObjectCreated:*</Event>
      <Filter><S3Key><FilterRule><Name>Prefix</Name><Value>lab/</Value></FilterRule><FilterRule><Name>Suffix</Name>
      <Value>.csv</Value></FilterRule></S3Key></Filter></QueueConfiguration>
      <TopicConfiguration><Id>news</Id><Topic>arn:aws:sns:us-east-1:1:news</Topic><Event>s3:ObjectTagging:*</Event>
      </TopicConfiguration>
      <CloudFunctionConfiguration><Id>thumb</Id><CloudFunction>arn:aws:lambda:us-east-1:1:function:thumb</CloudFunction>
      <Event>s3:ObjectCreated:Put</Event><Filter><S3Key><FilterRule><Name>Prefix</Name><Value>pictures/</Value>
      </FilterRule></S3Key></Filter></CloudFunctionConfiguration>
      <EventBridgeConfiguration/></NotificationConfiguration>
      """
          .replace("\n", "");

  private static TestQueue sqs;
  private static RuleServer rules;
  private static FeedLab lab;
  private URI queue;

  @BeforeAll
  static void start() {
    sqs = TestQueue.start();
    rules = RuleServer.start();
    List.of(
            "arn:aws:sqs:us-east-1:1:lab",
            "arn:aws:sns:us-east-1:1:news",
            "arn:aws:lambda:us-east-1:1:function:thumb")
        .forEach(rules::allow);
    lab = new FeedLab(new RuleStore(rules));
  }

  @AfterAll
  static void stop() {
    lab.close();
    rules.close();
    sqs.close();
  }

  @BeforeEach
  void open() {
    rules.deny(false);
    rules.clear();
    queue = sqs.create();
    rules.allow(arn());
  }

  @Test
  @Promise({"R1", "R5"})
  void ourRuleComesAndGoesBesideAllOthers() {
    rules.document(FeedLab.BUCKET, FOREIGN);
    List<Rule> before = present();

    Subscription feed = follow("data/");

    assertThat(present())
        .hasSize(4)
        .containsAll(before)
        .anySatisfy(rule -> {
          assertThat(rule.id()).isEqualTo("Windlass-" + feed.id());
          assertThat(rule.target().arn()).isEqualTo(arn());
          assertThat(rule.prefix()).isEqualTo("data/");
        });
    assertThat(rules.document(FeedLab.BUCKET)).contains("EventBridgeConfiguration");
    assertThat(lab.feeds().check(feed.id())).isEmpty();
    assertThat(lab.feeds().stop(feed.id())).isEmpty();
    assertThat(present()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(rules.document(FeedLab.BUCKET)).contains("EventBridgeConfiguration");
  }

  @Test
  @Promise("R2")
  void aRuleThatOverlapsIsRefusedAndNothingIsKept() {
    rules.document(FeedLab.BUCKET, FOREIGN);
    NewSubscription wish = wish("lab/2026/");

    assertThatThrownBy(() -> lab.feeds().follow(wish))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("notification_overlap");
              assertThat(e.problem().message()).contains("'lab'").contains("'lab/'");
            });

    assertThat(rules.document(FeedLab.BUCKET)).isEqualTo(FOREIGN);
    assertThat(lab.feeds().ofOwner(wish.owner())).isEmpty();
  }

  @Test
  @Promise("R2")
  void aQueueThatTheBucketMayNotUseIsRefusedWithThePolicyToPaste() {
    queue = sqs.create();
    NewSubscription wish = wish("");

    assertThatThrownBy(() -> lab.feeds().follow(wish))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("notification_target_refused");
              assertThat(e.problem().remedy().orElseThrow())
                  .contains(ChangeFeeds.queuePolicy(queue, TestQueue.REGION, FeedLab.BUCKET));
            });

    assertThat(present()).isEmpty();
    assertThat(lab.feeds().ofOwner(wish.owner())).isEmpty();
  }

  @Test
  @Promise("R3")
  void aRuleThatWasTakenAwayOrAlteredIsSeenAndMended() {
    Subscription feed = follow("data/");
    String document = rules.document(FeedLab.BUCKET);

    rules.document(FeedLab.BUCKET, FOREIGN);
    assertThat(code(lab.feeds().check(feed.id()))).isEqualTo("notification_missing");
    assertThat(code(lab.feeds().find(feed.id()).orElseThrow().problem()))
        .isEqualTo("notification_missing");
    rules.document(FeedLab.BUCKET, document.replace("data/", "date/"));
    assertThat(code(lab.feeds().check(feed.id()))).isEqualTo("notification_altered");
    assertThat(lab.feeds().dueListings(List.of(feed.id()))).isEmpty();

    lab.feeds().repair(feed.id());

    assertThat(lab.feeds().check(feed.id())).isEmpty();
    assertThat(lab.feeds().dueListings(List.of(feed.id()))).hasSize(1);
  }

  @Test
  @Promise("R3")
  void aRuleThatCameBackByItselfMakesAListingDue() {
    Subscription feed = follow("data/");
    String document = rules.document(FeedLab.BUCKET);
    rules.deny(true);
    assertThat(lab.feeds().check(feed.id())).isPresent();
    rules.deny(false);
    rules.document(FeedLab.BUCKET, document);
    assertThat(lab.feeds().check(feed.id())).isEmpty();
    assertThat(lab.feeds().dueListings(List.of(feed.id()))).hasSize(1);
  }

  @Test
  @Promise("R4")
  void subscriptionsOfOneQueueShareTheWidestRule() {
    Subscription narrow = follow("data/2026/");
    Subscription beside = follow("pictures/");
    Subscription wide = follow("data/");
    Subscription inside = follow("data/old/");

    assertThat(present()).extracting(Rule::prefix).containsExactlyInAnyOrder("pictures/", "data/");
    for (Subscription each : List.of(narrow, beside, wide, inside)) {
      assertThat(lab.feeds().check(each.id())).isEmpty();
    }

    lab.feeds().stop(wide.id());

    assertThat(present())
        .extracting(Rule::id)
        .containsExactlyInAnyOrder(
            "Windlass-" + narrow.id(), "Windlass-" + beside.id(), "Windlass-" + inside.id());
    for (Subscription each : List.of(narrow, beside, inside)) {
      assertThat(lab.feeds().check(each.id())).isEmpty();
      lab.feeds().stop(each.id());
    }
    assertThat(present()).isEmpty();
  }

  @Test
  @Promise("R5")
  void aSubscriptionEndsAlsoWhereItsRuleCannotBeTakenAway() {
    Subscription feed = follow("data/");
    rules.deny(true);

    assertThat(lab.feeds().stop(feed.id()))
        .hasValueSatisfying(left -> {
          assertThat(left.code()).isEqualTo("notification_left");
          assertThat(left.message()).contains("Windlass-" + feed.id());
        });

    assertThat(lab.feeds().find(feed.id())).isEmpty();
  }

  @Test
  @Promise("R6")
  void aPrefixThatStoresSpellDifferentlyGetsAWiderRule() {
    Subscription feed = follow("data/run (1)/x/");
    assertThat(present()).extracting(Rule::prefix).containsExactly("data/");
    assertThat(lab.feeds().check(feed.id())).isEmpty();
    assertThat(FeedRules.rulePrefix("a b/")).isEmpty();
    assertThat(FeedRules.rulePrefix("a/b/cü")).isEqualTo("a/b/");
    assertThat(FeedRules.rulePrefix("a/b_c-d.e/")).isEqualTo("a/b_c-d.e/");
    assertThat(FeedRules.rulePrefix("")).isEmpty();
  }

  @Test
  @Promise("R7")
  void anOwnerHasOneSubscription() {
    NewSubscription wish = wish("data/");
    Subscription feed = lab.feeds().follow(wish);
    rules.document(FeedLab.BUCKET, FOREIGN);

    assertThat(lab.feeds().follow(wish).id()).isEqualTo(feed.id());

    assertThat(present()).extracting(Rule::id).contains("Windlass-" + feed.id());
    assertThatThrownBy(() ->
            lab.feeds()
                .follow(
                    new NewSubscription(
                        wish.owner(),
                        wish.connectionId(),
                        wish.bucket(),
                        "other/",
                        wish.source(),
                        Optional.empty())))
        .isInstanceOfSatisfying(
            WindlassException.class, e -> assertThat(e.problem().code()).isEqualTo("feed_exists"));
  }

  @Test
  void aStoreWithTargetsOfItsOwnIsSentThere() {
    String target = "arn:minio:sqs::WINDLASS:webhook";
    rules.allow(target);
    Subscription feed =
        lab.feeds()
            .follow(
                lab.wish(
                    "data/",
                    new EventSource.Push(
                        URI.create("https://windlass.example:7070/"),
                        Optional.of(target),
                        Notification.WINDLASS)));
    assertThat(present()).extracting(rule -> rule.target().arn()).containsExactly(target);
    assertThat(lab.feeds().check(feed.id())).isEmpty();
    assertThat(lab.feeds().pushAddress(feed.id()).orElseThrow().reveal())
        .startsWith("https://windlass.example:7070/api/v1/feeds/" + feed.id() + "/events?secret=");
    lab.feeds().stop(feed.id());
    assertThat(present()).isEmpty();
  }

  private Subscription follow(String prefix) {
    return lab.feeds().follow(wish(prefix));
  }

  private NewSubscription wish(String prefix) {
    return lab.wish(prefix, queue, Notification.WINDLASS);
  }

  private List<Rule> present() {
    return lab.connections().open(lab.connection()).notifications().rules(FeedLab.BUCKET);
  }

  private String arn() {
    return QueueNames.arn(queue, TestQueue.REGION);
  }

  private static String code(Optional<Problem> problem) {
    return problem.orElseThrow().code();
  }
}
