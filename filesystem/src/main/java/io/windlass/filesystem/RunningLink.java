package io.windlass.filesystem;

import io.windlass.connection.feed.ChangeFeeds;
import io.windlass.connection.feed.Hint;
import io.windlass.connection.feed.NewSubscription;
import io.windlass.connection.feed.Subscription;
import io.windlass.filesystem.imports.Applied;
import io.windlass.filesystem.imports.Importer;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.foundation.WindlassException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link in service: takes over what is heard of its bucket, as long as it is not halted.
 * Thread-safe.
 */
final class RunningLink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RunningLink.class);
  private static final int BATCH = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration WAITING = Duration.ofSeconds(2);

  private final LinkDetails details;
  private final FileTree tree;
  private final NodeSetup setup;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean stopping;

  RunningLink(LinkDetails details, FileTree tree, NodeSetup setup) {
    this.details = details;
    this.tree = tree;
    this.setup = setup;
  }

  LinkDetails details() {
    return details;
  }

  /** An importer that reaches the store as it is to be reached now. */
  static Importer importer(LinkDetails details, FileTree tree, NodeSetup setup) {
    return new Importer(tree, details.link(), setup.store(details), PendingChanges.NONE);
  }

  /** Begins with what the policies ask for. */
  void start() {
    if (!details.link().imports().isEmpty()) {
      threads.execute(this::followBucket);
    }
  }

  /** The feed of a link; made when it is not there, mended when it is. */
  static Subscription subscribe(LinkDetails details, NodeSetup setup) {
    return setup
        .feeds()
        .follow(
            new NewSubscription(
                owner(details),
                details.link().connectionId(),
                details.link().bucket(),
                details.link().prefix(),
                details.events(),
                Optional.of(setup.settings().reconcile())));
  }

  /** Ends the feed of a link. */
  static void unsubscribe(LinkDetails details, NodeSetup setup) {
    ChangeFeeds feeds = setup.feeds();
    feeds
        .ofOwner(owner(details))
        .flatMap(subscription -> feeds.stop(subscription.id()))
        .ifPresent(left -> log.warn("{}: {}", details.id(), left.message()));
  }

  static String owner(LinkDetails details) {
    return "link " + details.id();
  }

  private void followBucket() {
    ChangeFeeds feeds = setup.feeds();
    Optional<Subscription> subscription = feeds.ofOwner(owner(details));
    if (subscription.isEmpty()) {
      return;
    }
    String id = subscription.get().id();
    feeds.resume(id);
    while (!stopping) {
      try {
        List<Hint> hints = feeds.take(id, BATCH, PATIENCE);
        if (!hints.isEmpty()) {
          apply(id, hints);
        }
      } catch (RuntimeException e) {
        if (!stopping) {
          log.warn("Changes of the bucket of {} cannot be taken over now.", details.id(), e);
          pause();
        }
      }
    }
  }

  /** All of them at once: per key one hint. */
  private void apply(String feed, List<Hint> hints) {
    Importer importer = importer(details, tree, setup);
    Semaphore atOnce = new Semaphore(Importer.AT_ONCE);
    Map<Hint, Optional<Applied>> outcomes = new ConcurrentHashMap<>();
    List<Future<?>> all = new ArrayList<>();
    for (Hint hint : hints) {
      all.add(
          threads.submit(() -> {
            atOnce.acquireUninterruptibly();
            try {
              outcomes.put(hint, applied(importer, hint));
            } finally {
              atOnce.release();
            }
          }));
    }
    all.forEach(RunningLink::join);
    List<Hint> done = new ArrayList<>();
    List<Hint> waiting = new ArrayList<>();
    List<Hint> failed = new ArrayList<>();
    for (Hint hint : hints) {
      Optional<Applied> outcome = outcomes.getOrDefault(hint, Optional.empty());
      if (outcome.isEmpty()) {
        failed.add(hint);
      } else if (outcome.get().outcome() == Applied.Outcome.WAITING) {
        waiting.add(hint);
      } else {
        done.add(hint);
      }
    }
    setup.feeds().done(feed, done);
    setup.feeds().back(feed, waiting, WAITING);
    setup.feeds().back(feed, failed, PAUSE);
  }

  /** Empty when it is to be tried again. */
  private Optional<Applied> applied(Importer importer, Hint hint) {
    try {
      Applied applied = importer.apply(hint.key());
      applied
          .trouble()
          .ifPresent(trouble ->
              log.warn(
                  "{}: {} {}: {}",
                  details.id(),
                  hint.key(),
                  trouble.code().text(),
                  trouble.reason()));
      return Optional.of(applied);
    } catch (WindlassException e) {
      log.warn("{}: {}: {}", details.id(), hint.key(), e.getMessage());
      return Optional.empty();
    } catch (RuntimeException e) {
      log.warn("{}: {} could not be taken over.", details.id(), hint.key(), e);
      return Optional.empty();
    }
  }

  private static void join(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void pause() {
    java.util.concurrent.locks.LockSupport.parkNanos(PAUSE.toNanos());
  }

  /** Ends both directions and waits for what is in hand. */
  @Override
  public void close() {
    stopping = true;
    threads.shutdownNow();
    threads.close();
  }
}
