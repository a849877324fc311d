package io.windlass.filesystem;

import io.windlass.connection.feed.ChangeFeeds;
import io.windlass.connection.feed.Comparison;
import io.windlass.connection.feed.Hint;
import io.windlass.connection.feed.NewSubscription;
import io.windlass.connection.feed.Subscription;
import io.windlass.filesystem.imports.Applied;
import io.windlass.filesystem.imports.ImportCounts;
import io.windlass.filesystem.imports.ImportListener;
import io.windlass.filesystem.imports.Importer;
import io.windlass.filesystem.imports.Trouble;
import io.windlass.foundation.WindlassException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what is heard of the bucket of a link, by events and by listings. Thread-safe. */
final class BucketFollower implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BucketFollower.class);
  private static final int BATCH = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LinkDetails details;
  private final Supplier<Importer> importers;
  private final NodeSetup setup;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean stopping;

  BucketFollower(LinkDetails details, Supplier<Importer> importers, NodeSetup setup) {
    this.details = details;
    this.importers = importers;
    this.setup = setup;
  }

  /** Begins with what the policies ask for. */
  void start() {
    Optional<Subscription> feed = setup.feeds().ofOwner(details.feedOwner());
    if (!details.link().imports().isEmpty() && feed.isPresent()) {
      threads.execute(() -> followBucket(feed.get().id()));
      threads.execute(() -> compareListings(feed.get().id()));
    }
  }

  /** The feed of a link; made when it is not there, mended when it is. */
  static Subscription subscribe(LinkDetails details, NodeSetup setup) {
    return setup
        .feeds()
        .follow(
            new NewSubscription(
                details.feedOwner(),
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
        .ofOwner(details.feedOwner())
        .flatMap(subscription -> feeds.stop(subscription.id()))
        .ifPresent(left -> log.warn("{}: {}", details.id(), left.message()));
  }

  private void followBucket(String feed) {
    setup.feeds().resume(feed);
    repeat(() -> {
      List<Hint> hints = setup.feeds().take(feed, BATCH, PATIENCE);
      if (!hints.isEmpty()) {
        apply(feed, hints);
      }
    });
  }

  private void compareListings(String feed) {
    repeat(() -> {
      if (setup.feeds().dueListings(List.of(feed)).isEmpty()) {
        pause(setup.settings().follow().look());
        return;
      }
      Optional<Comparison> begun = setup.feeds().comparison(feed);
      Instant since = begun.map(Comparison::since).orElseGet(setup.clock()::instant);
      importers.get().reconcile(begun.map(Comparison::to), new Told(feed, since));
      setup.feeds().listed(feed, since);
    });
  }

  /** Until the link is stopped; after a failure there is a pause. */
  private void repeat(Runnable work) {
    while (!stopping) {
      try {
        work.run();
      } catch (RuntimeException e) {
        if (!stopping) {
          log.warn("{} cannot follow its bucket now.", details.id(), e);
          pause(setup.settings().follow().failed());
        }
      }
    }
  }

  /** Troubles of a comparison go to the log, and how far it is to the feed. */
  private final class Told implements ImportListener {
    private final String feed;
    private final Instant since;

    private Told(String feed, Instant since) {
      this.feed = feed;
      this.since = since;
    }

    @Override
    public void trouble(String key, Trouble trouble) {
      tell(key, trouble);
    }

    @Override
    public void checkpoint(String key, ImportCounts counts) {
      if (stopping) {
        throw new IllegalStateException("the link is stopped");
      }
      setup.feeds().compared(feed, since, key);
    }
  }

  private void tell(String key, Trouble trouble) {
    log.warn("{}: {} {}: {}", details.id(), key, trouble.code().text(), trouble.reason());
  }

  /** All of them at once: per key one hint. */
  private void apply(String feed, List<Hint> hints) {
    Importer importer = importers.get();
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
    all.forEach(BucketFollower::join);
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
    setup.feeds().back(feed, waiting, setup.settings().follow().waiting());
    setup.feeds().back(feed, failed, setup.settings().follow().failed());
  }

  /** Empty when it is to be tried again. */
  private Optional<Applied> applied(Importer importer, Hint hint) {
    try {
      Applied applied = importer.apply(hint.key());
      applied.trouble().ifPresent(trouble -> tell(hint.key(), trouble));
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
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void pause(Duration longest) {
    LockSupport.parkNanos(longest.toNanos());
  }

  /** Ends both directions and waits for what is in hand. */
  @Override
  public void close() {
    stopping = true;
    threads.shutdownNow();
    threads.close();
  }
}
