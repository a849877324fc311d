package io.windlass.connection.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import io.windlass.testing.InProcessStore;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FeedMessagesTest {
  private static InProcessStore store;
  private static FeedLab lab;

  @BeforeAll
  static void start() {
    store = InProcessStore.start();
    lab = new FeedLab(store);
  }

  @AfterAll
  static void stop() {
    lab.close();
    store.close();
  }

  @Test
  @Promise("M1")
  void everyMessageThatStoresSendIsUnderstood() {
    Subscription feed = lab.posted("");
    String s3 = FeedLab.message("from s3");
    for (String message :
        List.of(
            s3,
            "{\"Type\":\"Notification\",\"Message\":\""
                + FeedLab.message("sns").replace("\"", "\\\"")
                + "\"}",
            "{\"detail-type\":\"Object Created\",\"source\":\"aws.s3\",\"detail\":{\"bucket\":{\"name\":\"lab-bucket\"},\"object\":{\"key\":\"bridge\"}}}",
            s3.replace("aws:s3", "ceph:s3").replace("from+s3", "from ceph"),
            s3.replace("aws:s3", "minio:s3").replace("from+s3", "from%2Fminio"))) {
      assertThat(post(feed, message)).isEqualTo(new Accepted(1, 0, 0));
    }
    assertThat(lab.feeds().take(feed.id(), 10))
        .extracting(Hint::key)
        .containsExactlyInAnyOrder("from s3", "sns", "bridge", "from ceph", "from/minio");
  }

  @Test
  @Promise("M2")
  void whatDoesNotConcernTheFeedIsIgnored() {
    Subscription feed = lab.posted("data/");
    assertThat(post(feed, FeedLab.message("data/a", "other/a", "database")))
        .isEqualTo(new Accepted(1, 2, 0));
    assertThat(post(feed, FeedLab.message("data/b").replace("lab-bucket", "other-bucket")))
        .isEqualTo(new Accepted(0, 1, 0));
    assertThat(
            post(
                feed, FeedLab.message("data/b").replace("ObjectCreated:Put", "ObjectAccessed:Get")))
        .isEqualTo(new Accepted(0, 1, 0));
    assertThat(post(feed, "{\"Event\":\"s3:TestEvent\",\"Bucket\":\"lab-bucket\"}"))
        .isEqualTo(new Accepted(0, 1, 0));
    assertThat(lab.feeds().take(feed.id(), 10)).extracting(Hint::key).containsExactly("data/a");
  }

  @Test
  @Promise({"M3", "P2"})
  void whatCannotBeReadIsCountedAndHoldsUpNothing() {
    Subscription feed = lab.posted("");
    assertThat(post(feed, "hello")).isEqualTo(new Accepted(0, 0, 1));
    assertThat(post(feed, FeedLab.message("good", ""))).isEqualTo(new Accepted(1, 0, 1));
    Subscription now = lab.feeds().find(feed.id()).orElseThrow();
    assertThat(now.refused()).isEqualTo(2);
    assertThat(now.lastRefused()).hasValueSatisfying(why -> assertThat(why).contains("no usable"));
    assertThat(now.heard()).isEqualTo(1);
    assertThat(now.lastHeardAt()).contains(lab.clock().instant());
    assertThat(lab.feeds().take(feed.id(), 10)).extracting(Hint::key).containsExactly("good");
  }

  @Test
  @Promise("P1")
  void onlyTheSecretOfTheFeedOpensIt() {
    Subscription feed = lab.posted("");
    Subscription other = lab.posted("");
    Subscription quiet = lab.quiet("");
    String message = FeedLab.message("a");
    List<WindlassException> refusals =
        List.of(
            refusal(feed.id(), lab.secret(other), message),
            refusal(feed.id(), Secret.of(""), message),
            refusal("feed_none", lab.secret(feed), message),
            refusal("feed_none", Secret.of(""), message),
            refusal(quiet.id(), Secret.of(""), message));
    assertThat(refusals)
        .allSatisfy(e -> assertThat(e.problem()).isEqualTo(refusals.getFirst().problem()));
    assertThat(refusals.getFirst().problem().code()).isEqualTo("feed_secret_wrong");
    assertThat(lab.feeds().backlog(feed.id()).keys()).isZero();
    assertThat(post(feed, message).accepted()).isEqualTo(1);
    assertThat(lab.secret(feed)).isNotEqualTo(lab.secret(other));
  }

  @Test
  void aSecretOutlivesTheRotationOfTheKeyThatSealsIt() {
    Subscription feed = lab.posted("");
    Secret secret = lab.secret(feed);
    lab.house().box().rotate();
    assertThat(
            lab.feeds().accept(feed.id(), secret, FeedLab.bytes(FeedLab.message("a"))).accepted())
        .isEqualTo(1);
    assertThat(lab.feeds().find(feed.id()).orElseThrow().toString())
        .doesNotContain(secret.reveal());
  }

  private static WindlassException refusal(String id, Secret secret, String message) {
    try {
      lab.feeds().accept(id, secret, FeedLab.bytes(message));
    } catch (WindlassException e) {
      return e;
    }
    throw new AssertionError("accepted");
  }

  private static Accepted post(Subscription feed, String message) {
    return lab.feeds().accept(feed.id(), lab.secret(feed), FeedLab.bytes(message));
  }
}
