package io.windlass.connection.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.connection.TestHouse;
import io.windlass.connection.feed.EventSource.Notification;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import io.windlass.testing.InProcessStore;
import io.windlass.testing.TestQueue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueFeedTest {
  /** One look at the queues; what was received and not deleted is there again at once. */
  private static final FeedSettings HASTY =
      new FeedSettings(
          Duration.ofMinutes(2),
          Duration.ofSeconds(1),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO);

  private static final int ROUNDS = 500;

  private static InProcessStore store;
  private static TestQueue sqs;
  private static FeedLab lab;
  private URI queue;

  @BeforeAll
  static void start() {
    store = InProcessStore.start();
    sqs = TestQueue.start();
    lab = new FeedLab(store, HASTY);
  }

  @AfterAll
  static void stop() {
    lab.close();
    sqs.close();
    store.close();
  }

  @BeforeEach
  void open() {
    queue = sqs.create();
  }

  @Test
  @Promise({"M1", "Q1"})
  void messagesBecomeHintsAndLeaveTheQueue() {
    String feed = follow("").id();
    for (int i = 0; i < 120; i++) {
      sqs.send(queue, FeedLab.message("key " + i % 60));
    }
    sqs.send(queue, "{\"Event\":\"s3:TestEvent\",\"Bucket\":\"lab-bucket\"}");
    drain();
    assertThat(lab.feeds().take(feed, 100)).hasSize(60);
    assertThat(lab.feeds().find(feed).orElseThrow().problem()).isEmpty();
  }

  @Test
  @Promise("Q2")
  void severalSubscriptionsOfAQueueEachHearWhatConcernsThem() {
    String all = follow("").id();
    String data = follow("data/").id();
    sqs.send(queue, FeedLab.message("data/a", "other/b"));
    sqs.send(queue, FeedLab.message("x").replace("lab-bucket", "another-bucket"));
    drain();
    assertThat(keys(all)).containsExactlyInAnyOrder("data/a", "other/b");
    assertThat(keys(data)).containsExactly("data/a");
  }

  @Test
  @Promise({"Q3", "M3"})
  void anUnreadableMessageWithoutDeadLettersIsDeletedAndShown() {
    Subscription feed = follow("");
    sqs.send(queue, "hello");
    sqs.send(queue, FeedLab.message("good"));
    drain();
    Subscription now = lab.feeds().find(feed.id()).orElseThrow();
    assertThat(now.refused()).isEqualTo(1);
    assertThat(now.lastRefused()).hasValueSatisfying(why -> assertThat(why).contains("not JSON"));
    assertThat(keys(feed.id())).containsExactly("good");
  }

  @Test
  @Promise("Q3")
  void anUnreadableMessageIsLeftToTheDeadLetters() {
    URI dead = sqs.create();
    queue = sqs.create(dead, 3);
    Subscription feed = follow("");
    sqs.send(queue, "hello");
    sqs.send(queue, FeedLab.message("good"));
    drain();
    assertThat(sqs.messages(dead)).isEqualTo(1);
    assertThat(lab.feeds().find(feed.id()).orElseThrow().refused()).isEqualTo(1);
    assertThat(keys(feed.id())).containsExactly("good");
  }

  @Test
  @Promise("Q4")
  void aQueueThatCannotBeReadIsAProblemUntilItCan() {
    Subscription feed = follow("");
    sqs.delete(queue);
    lab.poll();
    assertThat(problem(feed)).contains("queue_not_found");
    assertThat(lab.feeds().check(feed.id()).map(Problem::code)).contains("queue_not_found");
    assertThat(lab.feeds().dueListings(List.of(feed.id()))).isEmpty();

    sqs.createAgain(queue);
    lab.poll();

    assertThat(problem(feed)).isEmpty();
    assertThat(lab.feeds().dueListings(List.of(feed.id()))).hasSize(1);
  }

  @Test
  @Promise("Q2")
  void oneSubscriptionThatCanReadASharedQueueIsEnoughForAll() {
    String powerless =
        lab.connections()
            .create(
                lab.house()
                    .byRole(
                        "proj_lab",
                        Optional.of(TestHouse.keys(store.owner())),
                        "arn:aws:iam::123456789012:role/none"))
            .id();
    NewSubscription wish = lab.wish("", queue, Notification.OWNER);
    // its keys lose their rights only when it follows already
    Subscription first = lab.feeds().follow(wish);
    lab.clock().pass(Duration.ofSeconds(1));
    Subscription second = follow("");
    lab.house()
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "UPDATE feed SET queue_connection_id = ? WHERE id = ?", powerless, first.id()));
    sqs.send(queue, FeedLab.message("a"));
    drain();
    assertThat(keys(first.id())).containsExactly("a");
    assertThat(keys(second.id())).containsExactly("a");
    assertThat(problem(first)).isEmpty();
    assertThat(lab.feeds().dueListings(List.of(first.id(), second.id()))).isEmpty();
  }

  @Test
  void aQueueThatIsNotThereCannotBeFollowed() {
    sqs.delete(queue);
    NewSubscription wish = lab.wish("", queue, Notification.OWNER);
    assertThatThrownBy(() -> lab.feeds().follow(wish))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("queue_not_found"));
    assertThat(lab.feeds().ofOwner(wish.owner())).isEmpty();
  }

  @Test
  void theQueueOfAnEndedSubscriptionIsLeftAlone() {
    Subscription feed = follow("");
    assertThat(lab.feeds().stop(feed.id())).isEmpty();
    assertThat(lab.feeds().stop(feed.id())).isEmpty();
    sqs.send(queue, FeedLab.message("a"));
    lab.poll();
    assertThat(sqs.messages(queue)).isEqualTo(1);
    assertThat(lab.feeds().find(feed.id())).isEmpty();
  }

  @Test
  void aRoundEndsWhenTheNodeCloses() throws InterruptedException {
    Subscription feed = follow("");
    ChangeFeeds patient = lab.otherNode();
    sqs.send(queue, FeedLab.message("a"));
    Thread round = Thread.ofVirtual().start(patient.polling().work());
    assertThat(patient.take(feed.id(), 1, Duration.ofMinutes(1))).hasSize(1); // it reads
    patient.close();
    round.join();
    patient.polling().work().run(); // does nothing
  }

  @Test
  void wishesThatCannotBeAreRefused() {
    List<EventSource> wrong =
        List.of(
            new EventSource.Queue(
                URI.create("ftp://127.0.0.1/000000000000/q"),
                "r",
                Optional.empty(),
                Notification.OWNER),
            new EventSource.Queue(
                URI.create("http://127.0.0.1/q"), "r", Optional.empty(), Notification.OWNER),
            new EventSource.Queue(queue, " ", Optional.empty(), Notification.OWNER),
            new EventSource.Push(
                URI.create("http://127.0.0.1/?x"), Optional.empty(), Notification.OWNER),
            new EventSource.Push(
                URI.create("http://127.0.0.1"), Optional.of("webhook"), Notification.OWNER));
    assertThat(wrong)
        .allSatisfy(source ->
            assertThatThrownBy(() -> lab.feeds().follow(lab.wish("", source)))
                .isInstanceOfSatisfying(
                    WindlassException.class,
                    e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INVALID)));
    assertThatThrownBy(
            () -> lab.feeds().listEvery(follow("").id(), Optional.of(Duration.ofSeconds(59))))
        .isInstanceOf(WindlassException.class);
  }

  private Subscription follow(String prefix) {
    return lab.feeds().follow(lab.wish(prefix, queue, Notification.OWNER));
  }

  /** Reads until the queue is empty. */
  private void drain() {
    for (int round = 0; round < ROUNDS && sqs.messages(queue) > 0; round++) {
      lab.poll();
    }
    assertThat(sqs.messages(queue)).isZero();
  }

  private List<String> keys(String feed) {
    return lab.feeds().take(feed, 100).stream().map(Hint::key).toList();
  }

  private Optional<String> problem(Subscription feed) {
    return lab.feeds().find(feed.id()).orElseThrow().problem().map(Problem::code);
  }
}
