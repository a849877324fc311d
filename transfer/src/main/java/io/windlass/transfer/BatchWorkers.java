package io.windlass.transfer;

import io.windlass.foundation.Ids;
import io.windlass.foundation.Signal;
import io.windlass.transfer.batch.Batches.Claimed;
import io.windlass.transfer.batch.Batches.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches of all nodes' transfers and works on them, one of each transfer at a time. Keeps
 * their leases, and drops those that were lost or are to stop.
 */
final class BatchWorkers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BatchWorkers.class);

  private final Engine engine;
  private final String node;
  private final String worker;
  private final Map<UUID, BatchRun> running = new ConcurrentHashMap<>();
  private final Semaphore permits;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean stopping;

  BatchWorkers(Engine engine) {
    this.engine = engine;
    this.node = engine.setup().nodeId();
    this.worker = node + "#" + Ids.random(8);
    this.permits = new Semaphore(engine.settings().size().batchesAtOnce());
  }

  void start() {
    engine.batches().reclaim(node);
    threads.execute(this::take);
    threads.execute(this::renew);
  }

  private void take() {
    while (!stopping) {
      long seen = engine.planned().count();
      try {
        if (!takeOne()) {
          engine.planned().await(seen, engine.settings().pace().polling());
        }
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        log.warn("Batches cannot be taken", e);
        pause(engine.settings().pace().polling());
      }
    }
  }

  private boolean takeOne() throws InterruptedException {
    permits.acquire();
    boolean begun = false;
    try {
      Set<UUID> busy = Set.copyOf(running.keySet());
      Optional<Claimed> claimed =
          engine.batches().claim(worker, node, busy, engine.settings().pace().lease());
      if (claimed.isPresent()) {
        begin(claimed.get());
        begun = true;
      }
      return begun;
    } finally {
      if (!begun) {
        permits.release();
      }
    }
  }

  private void begin(Claimed claimed) {
    BatchRun run = new BatchRun(engine, claimed);
    running.put(claimed.transferId(), run);
    threads.execute(() -> {
      try {
        run.run();
      } catch (RuntimeException e) {
        log.warn("Batch {} of transfer {} failed", claimed.number(), claimed.transferId(), e);
        giveBack(claimed);
      } finally {
        running.remove(claimed.transferId());
        permits.release();
        engine.done().raise();
        engine.planned().raise();
      }
    });
  }

  private void giveBack(Claimed claimed) {
    try {
      engine.batches().giveBack(claimed, engine.settings().retries().firstPause());
    } catch (RuntimeException e) {
      log.warn(
          "Batch {} of transfer {} waits for its lease", claimed.number(), claimed.transferId(), e);
    }
  }

  private void renew() {
    Duration every = engine.settings().pace().renewal();
    while (!stopping) {
      pause(every);
      try {
        renewNow();
      } catch (RuntimeException e) {
        log.warn("Leases of batches cannot be renewed", e);
      }
    }
  }

  private void renewNow() {
    List<BatchRun> runs = List.copyOf(running.values());
    if (runs.isEmpty()) {
      return;
    }
    Set<Place> ours =
        engine
            .batches()
            .renew(
                worker,
                runs.stream().map(BatchRun::live).toList(),
                engine.settings().pace().lease());
    for (BatchRun run : runs) {
      if (!ours.contains(run.place())) {
        run.stop();
      }
    }
  }

  private void pause(Duration longest) {
    Signal never = new Signal();
    try {
      never.await(never.count(), longest);
    } catch (InterruptedException _) {
      stopping = true;
    }
  }

  /** Stops; what was not done is taken up again here or elsewhere. */
  @Override
  public void close() {
    stopping = true;
    running.values().forEach(BatchRun::stop);
    threads.shutdownNow();
    threads.close();
  }
}
