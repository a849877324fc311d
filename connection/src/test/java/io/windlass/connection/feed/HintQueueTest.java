package io.windlass.connection.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.windlass.foundation.WindlassException;
import io.windlass.testing.InProcessStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HintQueueTest {
  private static final Duration LEASE = FeedSettings.STANDARD.lease();

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
  @Promise("H2")
  void whatIsHeardOfAKeyWhileItWaitsIsOneHint() {
    String feed = lab.quiet("").id();
    hear(feed, "a", "a", "b");
    hear(feed, "a");
    assertThat(keys(feeds().take(feed, 10))).containsExactlyInAnyOrder("a", "b");
    assertThat(feeds().find(feed).orElseThrow().heard()).isEqualTo(4);
  }

  @Test
  @Promise("H3")
  void whoIsHeardOfFirstComesFirst() {
    String feed = lab.quiet("").id();
    for (String key : new String[] {"z", "a", "m"}) {
      hear(feed, key);
      lab.clock().pass(Duration.ofSeconds(1));
    }
    hear(feed, "z");
    assertThat(keys(feeds().take(feed, 2))).containsExactly("z", "a");
    assertThat(keys(feeds().take(feed, 2))).containsExactly("m");
  }

  @Test
  @Promise("H4")
  void aTakenHintComesAgainWhenItsTimeIsOver() {
    String feed = lab.quiet("").id();
    hear(feed, "a");
    assertThat(feeds().take(feed, 10)).hasSize(1);
    lab.clock().pass(LEASE.minusSeconds(1));
    assertThat(feeds().take(feed, 10)).isEmpty();
    lab.clock().pass(Duration.ofSeconds(2));
    assertThat(keys(feeds().take(feed, 10))).containsExactly("a");
    feeds().resume(feed);
    assertThat(keys(feeds().take(feed, 10))).containsExactly("a");
  }

  @Test
  @Promise("H4")
  void twoTakersNeverHoldTheSameKey() throws Exception {
    String feed = lab.quiet("").id();
    ChangeFeeds other = lab.otherNode();
    hear(feed, IntStream.range(0, 2_000).mapToObj(i -> "k" + i).toArray(String[]::new));
    Set<String> taken = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> takers = new ArrayList<>();
      for (ChangeFeeds node : List.of(feeds(), other, feeds(), other)) {
        takers.add(
            threads.submit(() -> {
              for (List<Hint> next = node.take(feed, 37);
                  !next.isEmpty();
                  next = node.take(feed, 37)) {
                next.forEach(hint -> assertThat(taken.add(hint.key())).isTrue());
              }
              return null;
            }));
      }
      for (Future<?> taker : takers) {
        taker.get();
      }
    }
    assertThat(taken).hasSize(2_000);
  }

  @Test
  @Promise("H5")
  void whatIsDoneIsForgottenUnlessMoreWasHeard() {
    String feed = lab.quiet("").id();
    hear(feed, "a", "b");
    List<Hint> taken = feeds().take(feed, 10);
    lab.clock().pass(Duration.ofSeconds(10));
    hear(feed, "b");
    Instant heard = lab.clock().instant();
    assertThat(feeds().take(feed, 10)).isEmpty();
    lab.clock().pass(Duration.ofSeconds(10));

    feeds().done(feed, taken);

    assertThat(feeds().backlog(feed)).isEqualTo(new Backlog(1, Optional.of(heard)));
    List<Hint> again = feeds().take(feed, 10);
    assertThat(again)
        .singleElement()
        .satisfies(hint -> {
          assertThat(hint.key()).isEqualTo("b");
          assertThat(hint.firstSeen()).isEqualTo(heard);
        });
    feeds().done(feed, again);
    assertThat(feeds().backlog(feed)).isEqualTo(new Backlog(0, Optional.empty()));
  }

  @Test
  @Promise("H6")
  void whatIsGivenBackWaitsAndHoldsUpNobody() {
    String feed = lab.quiet("").id();
    hear(feed, "bad");
    List<Hint> bad = feeds().take(feed, 10);
    feeds().back(feed, bad, Duration.ofMinutes(5));
    hear(feed, "good");
    List<Hint> good = feeds().take(feed, 10);
    assertThat(keys(good)).containsExactly("good");
    feeds().done(feed, good);
    lab.clock().pass(Duration.ofMinutes(5));
    List<Hint> again = feeds().take(feed, 1);
    assertThat(keys(again)).containsExactly("bad");
    assertThat(again.getFirst().firstSeen()).isEqualTo(bad.getFirst().firstSeen());
  }

  @Test
  @Promise("H6")
  void newsOfAKeyThatWasGivenBackEndTheWaiting() {
    String feed = lab.quiet("").id();
    hear(feed, "a", "b");
    List<Hint> taken = feeds().take(feed, 10);
    hear(feed, "a"); // while it is taken
    feeds().back(feed, taken, Duration.ofDays(1));
    assertThat(keys(feeds().take(feed, 10))).containsExactly("a");
    hear(feed, "b"); // while it waits
    assertThat(keys(feeds().take(feed, 10))).containsExactly("b");
  }

  @Test
  @Promise("H7")
  void aTakerWhoseTimeIsOverEndsNothing() {
    String feed = lab.quiet("").id();
    hear(feed, "a");
    List<Hint> late = feeds().take(feed, 10);
    lab.clock().pass(LEASE.plusSeconds(1));
    List<Hint> present = feeds().take(feed, 10);
    assertThat(present).hasSize(1);

    feeds().done(feed, late);
    feeds().back(feed, late, Duration.ZERO);

    assertThat(feeds().backlog(feed).keys()).isEqualTo(1);
    assertThat(feeds().take(feed, 10)).isEmpty();
    feeds().done(feed, present);
    hear(feed, "a");
    feeds().done(feed, late);
    assertThat(keys(feeds().take(feed, 10))).containsExactly("a");
  }

  @Test
  @Promise("H8")
  void theBacklogTellsHowMuchWaitsAndForHowLong() {
    String feed = lab.quiet("").id();
    Instant began = lab.clock().instant();
    hear(feed, "a");
    lab.clock().pass(Duration.ofMinutes(1));
    hear(feed, "b", "c");
    feeds().take(feed, 1);
    Backlog backlog = feeds().backlog(feed);
    assertThat(backlog).isEqualTo(new Backlog(3, Optional.of(began)));
    assertThat(backlog.age(lab.clock().instant())).isEqualTo(Duration.ofMinutes(1));
    assertThat(new Backlog(0, Optional.empty()).age(began)).isZero();
  }

  @Test
  @Promise("H9")
  void aWaitingTakerIsWokenByItsOwnNodeAndByOthers() throws Exception {
    String feed = lab.quiet("").id();
    ChangeFeeds other = lab.otherNode();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (ChangeFeeds hearer : List.of(feeds(), other)) {
        Future<List<Hint>> taker =
            threads.submit(() -> feeds().take(feed, 10, Duration.ofMinutes(5)));
        hearer.hint(feed, List.of("a"));
        List<Hint> taken = taker.get();
        assertThat(keys(taken)).containsExactly("a");
        feeds().done(feed, taken);
      }
      assertThat(feeds().take(feed, 10, Duration.ofMillis(1))).isEmpty();
      Future<List<Hint>> interrupted =
          threads.submit(() -> {
            Thread.currentThread().interrupt();
            return feeds().take(feed, 10, Duration.ofMinutes(5));
          });
      assertThat(interrupted.get()).isEmpty();
    }
  }

  @Test
  @Promise("H10")
  void manyWritersAtOnceLoseNothingAndShareCommits() throws Exception {
    String feed = lab.quiet("").id();
    ChangeFeeds other = lab.otherNode();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        List<String> keys = List.of("k" + i, "k" + (i + 1) % 400, "k" + (i + 7) % 400);
        ChangeFeeds node = i % 2 == 0 ? feeds() : other;
        writers.add(threads.submit(() -> node.hint(feed, keys)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertThat(feeds().backlog(feed).keys()).isEqualTo(400);
    assertThat(feeds().find(feed).orElseThrow().heard()).isEqualTo(1_200);
  }

  /** A consumer that dies, is slow, fails and is told everything twice and in another order. */
  @Test
  @Promise("H1")
  void whateverBecomesOfEventsAConsumerThatReadsTheKeyEndsUpRight() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      String feed = lab.quiet("").id();
      Map<String, Integer> bucket = new HashMap<>();
      Map<String, Integer> applied = new HashMap<>();
      List<String> late = new ArrayList<>();
      List<Hint> stalled = List.of();
      for (int step = 0; step < 120; step++) {
        String key = "k" + random.nextInt(6);
        switch (random.nextInt(7)) {
          case 0, 1, 2 -> {
            bucket.merge(key, 1, Integer::sum);
            late.add(key);
          }
          case 3 -> {
            if (!late.isEmpty()) {
              String heard = late.remove(random.nextInt(late.size()));
              hear(feed, heard, heard);
            }
          }
          case 4 -> {
            List<Hint> taken = feeds().take(feed, 3);
            taken.forEach(hint -> apply(bucket, applied, hint));
            feeds().done(feed, taken);
          }
          case 5 -> {
            stalled = feeds().take(feed, 2); // dies, or comes back too late
            lab.clock().pass(LEASE.plusSeconds(1));
          }
          default -> {
            feeds()
                .done(
                    feed,
                    stalled.stream()
                        .filter(hint ->
                            applied.containsKey(hint.key())
                                && applied.get(hint.key()).equals(bucket.get(hint.key())))
                        .toList());
            feeds().back(feed, feeds().take(feed, 1), Duration.ofSeconds(random.nextInt(100)));
          }
        }
      }
      late.forEach(key -> hear(feed, key));
      lab.clock().pass(Duration.ofHours(1));
      for (List<Hint> next = feeds().take(feed, 4); !next.isEmpty(); next = feeds().take(feed, 4)) {
        next.forEach(hint -> apply(bucket, applied, hint));
        feeds().done(feed, next);
      }
      assertThat(applied).as("seed %d", seed).isEqualTo(bucket);
    }
  }

  private static void apply(Map<String, Integer> bucket, Map<String, Integer> applied, Hint hint) {
    applied.put(hint.key(), bucket.get(hint.key()));
  }

  @Test
  void keysOutsideThePrefixAndFeedsThatAreNotThereAreNoHints() {
    String feed = lab.quiet("data/").id();
    hear(feed, "data/a", "database", "other");
    assertThat(keys(feeds().take(feed, 10))).containsExactly("data/a");
    assertThatThrownBy(() -> feeds().hint("feed_none", List.of("a")))
        .isInstanceOfSatisfying(
            WindlassException.class,
            e -> assertThat(e.problem().code()).isEqualTo("feed_not_found"));
  }

  @Test
  void aHundredThousandHintsPassInBatches() {
    String feed = lab.quiet("").id();
    for (int part = 0; part < 20; part++) {
      int from = part * 5_000;
      feeds().hint(feed, IntStream.range(from, from + 5_000).mapToObj(i -> "key/" + i).toList());
    }
    assertThat(feeds().backlog(feed).keys()).isEqualTo(100_000);
    Set<String> seen = new HashSet<>();
    for (List<Hint> next = feeds().take(feed, 5_000);
        !next.isEmpty();
        next = feeds().take(feed, 5_000)) {
      assertThat(next).hasSizeLessThanOrEqualTo(5_000);
      assertThat(next).extracting(Hint::generation).doesNotHaveDuplicates();
      next.forEach(hint -> seen.add(hint.key()));
      feeds().done(feed, next);
    }
    assertThat(seen).hasSize(100_000);
    assertThat(feeds().backlog(feed).keys()).isZero();
  }

  @Test
  @Promise("L1")
  void listingsAreDueByTimeAndOnDemand() {
    Subscription feed = lab.quiet("");
    List<String> ids = List.of(feed.id());
    assertThat(feeds().dueListings(ids)).isEmpty();
    feeds().requestListing(feed.id());
    assertThat(feeds().dueListings(ids)).extracting(Subscription::id).containsExactly(feed.id());

    lab.clock().pass(Duration.ofMinutes(1));
    Instant began = lab.clock().instant();
    lab.clock().pass(Duration.ofMinutes(1));
    feeds().requestListing(feed.id()); // while one runs
    feeds().listed(feed.id(), began);
    assertThat(feeds().dueListings(ids)).hasSize(1);
    lab.clock().pass(Duration.ofMinutes(1));
    feeds().listed(feed.id(), lab.clock().instant());
    assertThat(feeds().dueListings(ids)).isEmpty();

    Subscription timed = lab.quiet("");
    feeds().listEvery(timed.id(), Optional.of(Duration.ofHours(1)));
    assertThat(feeds().dueListings(List.of(timed.id()))).isEmpty(); // following is no listing
    feeds().listEvery(feed.id(), Optional.of(Duration.ofHours(1)));
    lab.clock().pass(Duration.ofMinutes(59));
    assertThat(feeds().dueListings(ids)).isEmpty();
    lab.clock().pass(Duration.ofMinutes(1));
    assertThat(feeds().dueListings(ids)).hasSize(1);
    feeds().listed(feed.id(), began); // the news of an old one
    assertThat(feeds().find(feed.id()).orElseThrow().listedAt()).isNotEqualTo(Optional.of(began));
    assertThat(feeds().dueListings(List.of())).isEmpty();
  }

  @Test
  @Promise("L2")
  void aComparisonGoesOnUnlessItIsOld() {
    Subscription feed = lab.quiet("");
    feeds().listEvery(feed.id(), Optional.of(Duration.ofHours(1)));
    assertThat(feeds().comparison(feed.id())).isEmpty();
    Instant began = lab.clock().instant();
    feeds().compared(feed.id(), began, "a/b");
    feeds().compared(feed.id(), began, "c");
    lab.clock().pass(Duration.ofMinutes(59));
    assertThat(feeds().comparison(feed.id())).contains(new Comparison(began, "c"));
    lab.clock().pass(Duration.ofMinutes(2));
    assertThat(feeds().comparison(feed.id())).isEmpty();

    feeds().compared(feed.id(), lab.clock().instant(), "d");
    feeds().listed(feed.id(), lab.clock().instant());
    assertThat(feeds().comparison(feed.id())).isEmpty();
    feeds().compared(feed.id(), lab.clock().instant().plusSeconds(10), "e"); // a clock was put back
    assertThat(feeds().comparison(feed.id())).isEmpty();
  }

  private static ChangeFeeds feeds() {
    return lab.feeds();
  }

  private static void hear(String feed, String... keys) {
    feeds().hint(feed, List.of(keys));
  }

  private static List<String> keys(List<Hint> hints) {
    return hints.stream().map(Hint::key).toList();
  }
}
