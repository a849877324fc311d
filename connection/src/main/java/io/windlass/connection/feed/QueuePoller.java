package io.windlass.connection.feed;

import io.windlass.connection.Connections;
import io.windlass.connection.feed.FeedRows.Part;
import io.windlass.foundation.Problem;
import io.windlass.foundation.WindlassException;
import io.windlass.objectstore.EventQueue;
import io.windlass.objectstore.EventQueue.Message;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads SQS queues. A message is deleted only when its hints are committed: whatever happens in
 * between, it comes again.
 */
final class QueuePoller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueuePoller.class);

  /** Calls at once to a queue that is full. */
  private static final int WIDTH = 8;

  /** Queues that are read at once; the others come in the next round. */
  private static final int QUEUES = 64;

  private final Connections connections;
  private final FeedRows rows;
  private final HintWriter writer;
  private final InstantSource clock;
  private final FeedSettings settings;
  private final Set<ExecutorService> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  QueuePoller(
      Connections connections,
      FeedRows rows,
      HintWriter writer,
      InstantSource clock,
      FeedSettings settings) {
    this.connections = connections;
    this.rows = rows;
    this.writer = writer;
    this.clock = clock;
    this.settings = settings;
  }

  /** Reads all queues for one round. Ends early when the thread is interrupted, or by a close. */
  void round() {
    List<String> urls = rows.queues();
    if (urls.isEmpty() || closed) {
      return;
    }
    long end = System.nanoTime() + settings.round().toNanos();
    Semaphore places = new Semaphore(QUEUES);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      running.add(threads);
      List<Future<?>> reading = new ArrayList<>();
      for (String url : urls) {
        reading.add(
            threads.submit(() -> {
              places.acquireUninterruptibly();
              try {
                new Round(url, end, threads).run();
              } catch (RuntimeException e) {
                LOG.error("Reading a queue of events failed; the next round tries again", e);
              } finally {
                places.release();
              }
            }));
      }
      if (closed) {
        threads.shutdownNow();
      }
      await(threads, reading);
      running.remove(threads);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed while a round began", e);
    }
  }

  /** Ends the present round; there will be no other. */
  @Override
  public void close() {
    closed = true;
    running.forEach(ExecutorService::shutdownNow);
  }

  private static void await(ExecutorService threads, List<Future<?>> reading) {
    try {
      for (Future<?> each : reading) {
        each.get();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** One queue during one round. */
  private final class Round {
    private final String url;
    private final long end;
    private final ExecutorService threads;
    private Optional<Boolean> deadLetters = Optional.empty();

    Round(String url, long end, ExecutorService threads) {
      this.url = url;
      this.end = end;
      this.threads = threads;
    }

    /** Tries the feeds of the queue in turn until the keys of one can read it. */
    void run() {
      Map<String, Problem> failures = new LinkedHashMap<>();
      for (FeedRow reader : rows.ofQueue(url)) {
        try (EventQueue queue = open(reader)) {
          read(queue);
          return;
        } catch (WindlassException e) {
          if (Thread.currentThread().isInterrupted()) {
            return;
          }
          failures.put(reader.id(), e.problem());
        }
      }
      failures.forEach((id, problem) -> {
        LOG.warn("Feed {} cannot read its queue {}: {}", id, url, problem.message());
        rows.problem(id, Part.QUEUE, problem);
      });
    }

    private EventQueue open(FeedRow reader) {
      return connections
          .open(reader.queueReader())
          .queue(URI.create(url), reader.queueRegion().orElseThrow());
    }

    private void read(EventQueue queue) {
      boolean first = true;
      while (!Thread.currentThread().isInterrupted()) {
        long left = end - System.nanoTime();
        if (left <= 0 && !first) {
          return;
        }
        Duration patience = Duration.ofNanos(Math.max(0, left));
        List<Message> messages =
            queue.receive(
                patience.compareTo(settings.patience()) < 0 ? patience : settings.patience(),
                settings.invisible());
        List<FeedRow> feeds = rows.ofQueue(url);
        if (feeds.isEmpty()) {
          return; // left to whoever the queue belongs to now
        }
        if (first) {
          feeds.forEach(feed -> rows.noProblem(feed.id(), Part.QUEUE, clock.instant()));
          first = false;
        }
        take(queue, messages.size() == EventQueue.BATCH ? more(queue, messages) : messages, feeds);
      }
    }

    /** A full answer means that there is more: asks for it several times at once. */
    private List<Message> more(EventQueue queue, List<Message> first) {
      List<Future<List<Message>>> asked = new ArrayList<>();
      for (int i = 1; i < WIDTH; i++) {
        asked.add(threads.submit(() -> queue.receive(Duration.ZERO, settings.invisible())));
      }
      Map<String, Message> all = new HashMap<>();
      first.forEach(message -> all.put(message.id(), message));
      for (Future<List<Message>> answer : asked) {
        try {
          answer.get().forEach(message -> all.put(message.id(), message));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException e) {
          LOG.debug("One of several calls to a queue failed", e.getCause());
        }
      }
      return List.copyOf(all.values());
    }

    private void take(EventQueue queue, List<Message> messages, List<FeedRow> feeds) {
      if (messages.isEmpty()) {
        return;
      }
      FeedInbox inbox = new FeedInbox(feeds);
      List<Message> deletable = new ArrayList<>();
      for (Message message : messages) {
        Optional<String> refusal = inbox.receive(message.body());
        boolean keep = refusal.isPresent() && hasDeadLetters(queue);
        if (refusal.isPresent() && message.timesReceived() == 1) {
          note(feeds, message, refusal.get());
        }
        if (!keep) {
          deletable.add(message);
        }
      }
      writer.write(inbox.heard());
      queue.delete(deletable);
    }

    /** A message that cannot be read is everybody's on this queue: nobody knows whose it is. */
    private void note(List<FeedRow> feeds, Message message, String why) {
      LOG.warn("Message {} of queue {} is kept out of the way: {}", message.id(), url, why);
      feeds.forEach(feed ->
          rows.refused(
              feed.id(), 1, "%s message %s: %s".formatted(clock.instant(), message.id(), why)));
    }

    private boolean hasDeadLetters(EventQueue queue) {
      if (deadLetters.isEmpty()) {
        try {
          deadLetters = Optional.of(queue.facts().deadLetters());
        } catch (StoreException e) {
          if (!(e.failure() instanceof StoreFailure.Denied)) {
            throw e;
          }
          deadLetters = Optional.of(false);
        }
      }
      return deadLetters.orElseThrow();
    }
  }
}
