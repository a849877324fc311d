package io.windlass.connection.feed;

import io.windlass.connection.Connections;
import io.windlass.connection.secrets.SecretBox;
import io.windlass.database.Database;
import io.windlass.database.task.RecurringWork;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What happens in buckets, as hints in a durable queue. Thread-safe; any number of nodes share one
 * database.
 *
 * <p>Hints may come twice, late, in any order, for keys that nothing happened to, or not at all.
 * Whoever takes one reads the key and applies what it is now; a listing from time to time finds
 * what no hint told.
 */
public final class ChangeFeeds {

  /** The feeds of the database. */
  public ChangeFeeds(
      Database database, Connections connections, SecretBox box, InstantSource clock) {}

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
    throw new UnsupportedOperationException();
  }

  /** The subscription with this id. */
  public Optional<Subscription> find(String id) {
    throw new UnsupportedOperationException();
  }

  /** The subscription of an owner. */
  public Optional<Subscription> ofOwner(String owner) {
    throw new UnsupportedOperationException();
  }

  /** Changes how often listings are due. */
  public Subscription listEvery(String id, Optional<Duration> interval) {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends a subscription: takes our rule, and only ours, away from the bucket and forgets what is
   * queued. Ending what is not there does nothing.
   *
   * @return what could not be taken away and the owner of the bucket may want to
   */
  public Optional<Problem> stop(String id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Looks whether events can arrive: our rule is there and unaltered, the queue can be read. Stores
   * the outcome as the subscription's problem; one that has gone makes a listing due, because
   * events may have been missed.
   */
  public Optional<Problem> check(String id) {
    throw new UnsupportedOperationException();
  }

  /** Puts our rule back as it should be. Makes a listing due. Throws as {@link #follow} does. */
  public void repair(String id) {
    throw new UnsupportedOperationException();
  }

  /** Where the store is to post, secret included; absent unless the source is a push. */
  public Optional<Secret> pushAddress(String id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a posted message. When this returns, its hints are durable.
   *
   * @throws io.windlass.foundation.WindlassException {@code feed_secret_wrong}, also when there is
   *     no such feed
   */
  public Accepted accept(String id, Secret offered, byte[] body) {
    throw new UnsupportedOperationException();
  }

  /** Adds hints that the consumer itself has a reason for. Keys outside the prefix are left out. */
  public void hint(String id, Collection<String> keys) {
    throw new UnsupportedOperationException();
  }

  /**
   * The oldest hints that nobody works on, at most {@code limit}. They are the caller's for two
   * minutes; what is not {@link #done} or given {@link #back} by then is given out again.
   */
  public List<Hint> take(String id, int limit) {
    throw new UnsupportedOperationException();
  }

  /**
   * As {@link #take}, and waits for hints when there are none. Those that come in on this node are
   * seen at once, others within a second.
   *
   * @param patience how long to wait; empty is answered when it is over or the thread is
   *     interrupted
   */
  public List<Hint> take(String id, int limit, Duration patience) {
    throw new UnsupportedOperationException();
  }

  /** Forgets hints that were applied; a key of which more was heard meanwhile is due again. */
  public void done(String id, Collection<Hint> applied) {
    throw new UnsupportedOperationException();
  }

  /** Gives hints back that could not be applied; they are due again after the pause. */
  public void back(String id, Collection<Hint> notApplied, Duration pause) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes everything due that somebody took. For a consumer that knows that it is the only one and
   * has just started.
   */
  public void resume(String id) {
    throw new UnsupportedOperationException();
  }

  /** What waits. */
  public Backlog backlog(String id) {
    throw new UnsupportedOperationException();
  }

  /** Makes a listing due now. */
  public void requestListing(String id) {
    throw new UnsupportedOperationException();
  }

  /**
   * The ones of these subscriptions whose listing is due, by timer or request. They stay due until
   * {@link #listed}.
   */
  public List<Subscription> dueListings(Collection<String> ids) {
    throw new UnsupportedOperationException();
  }

  /**
   * Notes that a listing was compared to its end.
   *
   * @param asOf when it began; a request after that stays due
   */
  public void listed(String id, Instant asOf) {
    throw new UnsupportedOperationException();
  }

  /** Reads the SQS queues, on one node at a time. */
  public RecurringWork polling() {
    throw new UnsupportedOperationException();
  }

  /** The queue policy to paste so that the bucket may send to the queue. */
  public static String queuePolicy(URI queueUrl, String region, String bucket) {
    throw new UnsupportedOperationException();
  }
}
