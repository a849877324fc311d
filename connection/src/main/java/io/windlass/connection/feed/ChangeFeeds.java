package io.windlass.connection.feed;

import io.windlass.connection.Connections;
import io.windlass.connection.feed.FeedRows.Part;
import io.windlass.connection.feed.HintRows.Heard;
import io.windlass.connection.policy.PolicyPrinter;
import io.windlass.connection.secrets.SealedField;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.database.task.RecurringWork;
import io.windlass.foundation.Ids;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.foundation.Secret;
import io.windlass.foundation.WindlassException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens in buckets, as hints in a durable queue. Thread-safe; any number of nodes share one
 * database.
 *
 * <p>Hints may come twice, late, in any order, for keys that nothing happened to, or not at all.
 * Whoever takes one reads the key and applies what it is now; a listing from time to time finds
 * what no hint told.
 */
public final class ChangeFeeds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeeds.class);
  private static final Secret NOBODYS = Secret.of("");
  private static final int SECRET = 43;
  private static final int HINTS_AT_ONCE = 5_000;

  private final FeedRows rows;
  private final HintRows hints;
  private final FeedRules rules;
  private final Arrivals arrivals = new Arrivals();
  private final HintWriter writer;
  private final QueuePoller poller;
  private final SecretBox box;
  private final InstantSource clock;
  private final FeedSettings settings;

  /** The feeds of the database. */
  public ChangeFeeds(
      Database database, Connections connections, SecretBox box, InstantSource clock) {
    this(database, connections, box, clock, FeedSettings.STANDARD);
  }

  ChangeFeeds(
      Database database,
      Connections connections,
      SecretBox box,
      InstantSource clock,
      FeedSettings settings) {
    this.rows = new FeedRows(database.jdbi());
    this.hints = new HintRows(database.jdbi());
    this.rules = new FeedRules(connections, rows);
    this.writer = new HintWriter(hints, arrivals, clock);
    this.poller = new QueuePoller(connections, rows, writer, clock, settings);
    this.box = box;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Begins to follow and, where Windlass keeps the notification rule, adds it to the bucket. The
   * same owner with the same wishes again answers the subscription that is there and mends its
   * rule.
   *
   * @throws io.windlass.foundation.WindlassException {@code feed_exists} when the owner follows
   *     something else; {@code notification_overlap}, {@code notification_target_refused} and what
   *     the store answers; nothing is kept then
   */
  public Subscription follow(NewSubscription wanted) {
    FeedWishes.check(wanted);
    Optional<FeedRow> present = rows.ofOwner(wanted.owner());
    if (present.isEmpty()) {
      return begin(wanted);
    }
    FeedRow row = present.get();
    if (!row.follows(wanted)) {
      throw Problem.of(
              Kind.CONFLICT,
              "feed_exists",
              wanted.owner()
                  + " follows something else already: "
                  + row.bucket()
                  + "/"
                  + row.prefix()
                  + ".")
          .withRemedy("End that first.")
          .toException();
    }
    rows.listingSeconds(row.id(), wanted.listingEvery().map(Duration::toSeconds));
    install(row);
    return required(row.id()).toSubscription();
  }

  /** The subscription with this id. */
  public Optional<Subscription> find(String id) {
    return rows.find(id).map(FeedRow::toSubscription);
  }

  /** The subscription of an owner. */
  public Optional<Subscription> ofOwner(String owner) {
    return rows.ofOwner(owner).map(FeedRow::toSubscription);
  }

  /** Changes how often listings are due. */
  public Subscription listEvery(String id, Optional<Duration> interval) {
    FeedWishes.check(interval);
    rows.listingSeconds(required(id).id(), interval.map(Duration::toSeconds));
    return required(id).toSubscription();
  }

  /**
   * Ends a subscription: takes our rule, and only ours, away from the bucket and forgets what is
   * queued. Ending what is not there does nothing.
   *
   * @return what could not be taken away and the owner of the bucket may want to
   */
  public Optional<Problem> stop(String id) {
    Optional<FeedRow> row = rows.find(id);
    Optional<Problem> left = row.flatMap(this::removeRule);
    rows.delete(id);
    arrivals.forget(id);
    return left;
  }

  /**
   * Looks whether events can arrive: our rule is there and unaltered, the queue can be read. Stores
   * the outcome as the subscription's problem; one that has gone makes a listing due, because
   * events may have been missed.
   */
  public Optional<Problem> check(String id) {
    FeedRow row = required(id);
    Optional<Problem> rule = rules.check(row);
    note(row, Part.RULE, rule);
    Optional<Problem> queue = rules.checkQueue(row);
    queue.ifPresent(problem -> rows.problem(id, Part.QUEUE, problem));
    return required(id).toSubscription().problem();
  }

  /** Puts our rule back as it should be. Makes a listing due. Throws as {@link #follow} does. */
  public void repair(String id) {
    FeedRow row = required(id);
    install(row);
    rows.requestListing(id, clock.instant());
  }

  /** Where the store is to post, secret included; absent unless the source is a push. */
  public Optional<Secret> pushAddress(String id) {
    return rows.find(id)
        .filter(row -> row.source() == FeedRow.Source.PUSH)
        .map(row ->
            Secret.of(
                "%s/api/v1/feeds/%s/events?secret=%s"
                    .formatted(
                        row.pushWindlass().orElseThrow().replaceAll("/$", ""),
                        id,
                        secret(id).orElseThrow().reveal())));
  }

  /**
   * Takes a posted message. When this returns, its hints are durable.
   *
   * @throws io.windlass.foundation.WindlassException {@code feed_secret_wrong}, also when there is
   *     no such feed
   */
  public Accepted accept(String id, Secret offered, byte[] body) {
    Optional<Secret> secret = secret(id);
    if (!secret.orElse(NOBODYS).equals(offered) || secret.isEmpty()) {
      throw Problem.of(
              Kind.FORBIDDEN, "feed_secret_wrong", "There is no feed with this id and secret.")
          .withRemedy("Let the store post to the whole address that Windlass shows for the feed.")
          .toException();
    }
    FeedInbox inbox = new FeedInbox(List.of(required(id)));
    Optional<String> refusal = inbox.receive(body);
    writer.write(inbox.heard());
    refusal.ifPresent(why -> rows.refused(id, 1, clock.instant() + " posted message: " + why));
    return inbox.outcome();
  }

  /** Adds hints that the consumer itself has a reason for. Keys outside the prefix are left out. */
  public void hint(String id, Collection<String> keys) {
    FeedRow row = required(id);
    List<Heard> heard =
        keys.stream()
            .filter(key -> key.startsWith(row.prefix()))
            .map(key -> new Heard(id, key))
            .toList();
    for (int from = 0; from < heard.size(); from += HINTS_AT_ONCE) {
      writer.write(heard.subList(from, Math.min(heard.size(), from + HINTS_AT_ONCE)));
    }
  }

  /**
   * The oldest hints that nobody works on, at most {@code limit}. They are the caller's for two
   * minutes; what is not {@link #done} or given {@link #back} by then is given out again.
   */
  public List<Hint> take(String id, int limit) {
    return hints.take(id, limit, clock.instant(), settings.lease());
  }

  /**
   * As {@link #take}, and waits for hints when there are none. Those that come in on this node are
   * seen at once, others within a second.
   *
   * @param patience how long to wait; empty is answered when it is over or the thread is
   *     interrupted
   */
  public List<Hint> take(String id, int limit, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!Thread.currentThread().isInterrupted()) {
      long count = arrivals.count(id);
      List<Hint> taken = take(id, limit);
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!taken.isEmpty() || !left.isPositive()) {
        return taken;
      }
      try {
        arrivals.await(id, count, left.compareTo(settings.look()) < 0 ? left : settings.look());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return List.of();
  }

  /** Forgets hints that were applied; a key of which more was heard meanwhile is due again. */
  public void done(String id, Collection<Hint> applied) {
    if (!applied.isEmpty()) {
      hints.done(id, applied, clock.instant());
    }
  }

  /**
   * Gives hints back that could not be applied; they are due again after the pause, a day at most.
   */
  public void back(String id, Collection<Hint> notApplied, Duration pause) {
    if (!notApplied.isEmpty()) {
      Instant now = clock.instant();
      hints.back(id, notApplied, now, now.plus(pause));
    }
  }

  /**
   * Makes everything due that somebody took. For a consumer that knows that it is the only one and
   * has just started.
   */
  public void resume(String id) {
    hints.endLeases(id, clock.instant());
  }

  /**
   * Forgets everything that waits, and makes a listing due, which finds all of it that still
   * matters: for a consumer that was away for too long.
   */
  public void startOver(String id) {
    requestListing(id);
    hints.clear(id);
  }

  /** What waits. */
  public Backlog backlog(String id) {
    return hints.backlog(id);
  }

  /** Makes a listing due now. */
  public void requestListing(String id) {
    rows.requestListing(required(id).id(), clock.instant());
  }

  /**
   * The ones of these subscriptions whose listing is due, by timer or request. They stay due until
   * {@link #listed}.
   */
  public List<Subscription> dueListings(Collection<String> ids) {
    return rows.dueListings(ids, clock.instant()).stream().map(FeedRow::toSubscription).toList();
  }

  /**
   * Notes how far a listing was compared, for whoever goes on with it after the end of this
   * process.
   *
   * @param since when it began
   * @param to the last key
   */
  public void compared(String id, Instant since, String to) {
    rows.compared(id, since, to);
  }

  /**
   * A comparison that was begun and not ended. One that is older than the interval between listings
   * is not gone on with.
   */
  public Optional<Comparison> comparison(String id) {
    Subscription subscription = required(id).toSubscription();
    Instant now = clock.instant();
    return rows.comparison(id)
        .filter(it ->
            !it.since().isAfter(now)
                && subscription
                    .listingEvery()
                    .filter(every -> it.since().plus(every).isBefore(now))
                    .isEmpty());
  }

  /**
   * Notes that a listing was compared to its end.
   *
   * @param asOf when it began; a request after that stays due
   */
  public void listed(String id, Instant asOf) {
    rows.listed(id, asOf);
  }

  /** Reads the SQS queues, on one node at a time. */
  public RecurringWork polling() {
    return new RecurringWork("poll_event_queues", Duration.ofSeconds(1), poller::round);
  }

  /** Ends the reading of queues by this node. */
  @Override
  public void close() {
    poller.close();
  }

  /** The queue policy to paste so that the bucket may send to the queue. */
  public static String queuePolicy(URI queueUrl, String region, String bucket) {
    return PolicyPrinter.queue(QueueNames.arn(queueUrl, region), bucket, Optional.empty());
  }

  private Subscription begin(NewSubscription wanted) {
    FeedRow row = FeedRow.of(Ids.create("feed_"), wanted, clock.instant());
    Optional<byte[]> sealed =
        row.source() == FeedRow.Source.PUSH
            ? Optional.of(box.seal(Secret.of(Ids.random(SECRET)), field(row.id())))
            : Optional.empty();
    if (!rows.insert(row, sealed)) {
      return follow(wanted); // somebody else has just begun for the same owner
    }
    try {
      rules
          .checkQueue(row)
          .ifPresent(problem -> {
            throw problem.toException();
          });
      install(row); // events may come from here on, and find the feed there
    } catch (RuntimeException e) {
      rows.find(row.id()).ifPresent(this::removeRule);
      rows.delete(row.id());
      throw e;
    }
    return required(row.id()).toSubscription();
  }

  private void install(FeedRow row) {
    rules.install(row, pushAddress(row.id()));
    rows.noProblem(row.id(), Part.RULE, clock.instant());
  }

  private Optional<Problem> removeRule(FeedRow row) {
    try {
      rules.remove(row);
      return Optional.empty();
    } catch (WindlassException e) {
      LOG.warn("The notification rule of feed {} stays: {}", row.id(), e.problem().message());
      return Optional.of(
          Problem.of(
                  e.problem().kind(),
                  "notification_left",
                  "The notification rule Windlass-%s of bucket %s could not be taken away: %s"
                      .formatted(row.id(), row.bucket(), e.problem().message()))
              .withRemedy("Remove it from the bucket's notifications."));
    }
  }

  private void note(FeedRow row, Part part, Optional<Problem> problem) {
    problem.ifPresentOrElse(
        wrong -> rows.problem(row.id(), part, wrong),
        () -> rows.noProblem(row.id(), part, clock.instant()));
  }

  private FeedRow required(String id) {
    return rows.find(id).orElseThrow(() -> FeedWishes.missing(id));
  }

  private Optional<Secret> secret(String id) {
    return rows.sealedSecret(id).map(sealed -> box.open(sealed, field(id)));
  }

  private static SealedField field(String id) {
    return new SealedField("feed", "sealed_secret", id);
  }
}
