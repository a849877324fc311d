package io.windlass.filesystem.exports;

import io.windlass.filesystem.watch.ChangeWatch;
import io.windlass.filesystem.watch.Gap;
import io.windlass.filesystem.watch.LocalChange;
import io.windlass.filesystem.watch.LocalChanges;
import io.windlass.filesystem.watch.LocalMove;
import io.windlass.filesystem.watch.Seen;
import io.windlass.filesystem.watch.Seen.Extent;
import io.windlass.linux.LinuxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what waits in the journal of one link and exports it, until it is closed: renames first,
 * then what is there, parents before children, then what is gone, children before parents. What
 * fails is tried again with growing pauses. Thread-safe.
 */
public final class AutoExport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AutoExport.class);
  private static final int BATCH = 512;
  private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

  /** When what has just been noted is due, a little later. */
  private static final List<Duration> DUE =
      List.of(ChangeWatch.Watched.CLOSED.plusMillis(2), ChangeWatch.Watched.SETTLE.plusMillis(10));

  private final Site site;
  private final Exporter exporter;
  private final LocalChanges changes;
  private final String linkId;
  private final Workers workers;
  private final Workers deleters;
  private final Workers movers;
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private final LongAdder objects = new LongAdder();
  private final LongAdder deletions = new LongAdder();
  private final LongAdder renames = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private volatile boolean closed;
  private volatile boolean paused;

  private AutoExport(Site site) {
    this.site = site;
    this.exporter = new Exporter(site);
    this.changes = site.changes();
    this.linkId = site.link().id();
    this.workers = new Workers(site.settings().inFlight());
    this.deleters = new Workers(site.settings().inFlight());
    this.movers = new Workers(site.settings().inFlight());
    this.thread = Thread.ofVirtual().name("export-" + linkId).unstarted(this::loop);
  }

  /** Begins. */
  public static AutoExport start(Site site) {
    AutoExport export = new AutoExport(site);
    export.thread.start();
    return export;
  }

  /**
   * What was done since the start.
   *
   * @param objects written or relabelled
   * @param deletions of objects
   * @param renames by copies within the store
   * @param failures of attempts
   */
  public record Counters(long objects, long deletions, long renames, long failures) {}

  /** What was done since the start. */
  public Counters counters() {
    return new Counters(objects.sum(), deletions.sum(), renames.sum(), failures.sum());
  }

  /** Begins nothing more until {@link #resume}; changes go on being noted. */
  public void pause() {
    paused = true;
  }

  /** Goes on; everything that failed is tried again at once. */
  public void resume() {
    paused = false;
    changes.retryAll(linkId);
  }

  private void loop() {
    int looks = DUE.size();
    while (!closed) {
      try {
        boolean idle = paused || !round();
        if (idle) {
          Duration wait = looks < DUE.size() ? DUE.get(looks) : LONGEST_WAIT;
          looks = changes.awaitNews(linkId, wait) ? 0 : Math.min(looks + 1, DUE.size());
        }
      } catch (InterruptedException _) {
        closed = true;
      } catch (RuntimeException e) {
        if (!closed) {
          LOG.warn("export of link {}: a round failed", linkId, e);
          idle();
        }
      }
    }
  }

  private void idle() {
    try {
      changes.awaitNews(linkId, LONGEST_WAIT);
    } catch (InterruptedException _) {
      closed = true;
    }
  }

  /** Whether there was anything to do. */
  private boolean round() {
    Optional<Gap> gap = changes.gap(linkId);
    if (gap.isPresent()) {
      long noted = new Rescan(site).run(gap.get());
      LOG.info("export of link {}: {} changes found that nobody watched", linkId, noted);
      changes.closed(linkId, gap.get());
    }
    boolean moved = moves();
    List<LocalChange> due =
        changes.due(linkId, BATCH + inFlight.size()).stream()
            .filter(change -> !inFlight.contains(change.path()))
            .toList();
    List<LocalChange> present =
        due.stream()
            .filter(change -> !change.gone())
            .sorted(Comparator.comparing(LocalChange::path))
            .toList();
    Batch batch = new Batch();
    for (LocalChange change : present) {
      if (isDirectory(change.path())) {
        batch.finish(change, exporter.export(change)); // before what is in it
      } else {
        begin(change, batch, workers);
      }
    }
    boolean gone = gone(due, batch);
    batch.close();
    return moved || gone || !present.isEmpty();
  }

  private boolean moves() {
    List<LocalMove> due = changes.dueMoves(linkId, BATCH);
    for (LocalMove move : due) {
      if (closed || paused) {
        return true;
      }
      if (move.extent() == Extent.TREE) {
        finish(move);
      } else {
        movers.run(() -> finish(move));
      }
    }
    if (!due.isEmpty()) {
      movers.await();
    }
    return !due.isEmpty();
  }

  private void finish(LocalMove move) {
    Optional<ExportFailure> failure = exporter.export(move, this::heard);
    if (failure.isEmpty()) {
      changes.done(move);
      return;
    }
    failures.increment();
    LOG.warn(
        "export of link {}: the rename of {} is not exported yet: {}",
        linkId,
        move.from(),
        failure.get().text());
    changes.failed(
        move,
        failure.get().code().text(),
        failure.get().text(),
        site.settings().pause(move.attempts()));
  }

  private void heard(String path, Exported exported) {
    count(exported);
    if (exported instanceof Exported.Failed failed && !failed.passing()) {
      note(path); // so that it is visible, and looked at when it changes
    }
  }

  /** What is gone, from the deepest up; a directory waits for what was in it. */
  private boolean gone(List<LocalChange> due, Batch batch) {
    List<LocalChange> deepestFirst =
        due.stream()
            .filter(LocalChange::gone)
            .sorted(Comparator.comparingInt(AutoExport::depth).reversed())
            .toList();
    if (deepestFirst.isEmpty()) {
      return false;
    }
    int depth = -1;
    for (LocalChange change : deepestFirst) {
      if (depth != depth(change)) {
        deleters.await();
        batch.flush();
        depth = depth(change);
      }
      begin(change, batch, deleters);
    }
    deleters.await();
    return true;
  }

  private static int depth(LocalChange change) {
    return (int) change.path().chars().filter(c -> c == '/').count();
  }

  private void begin(LocalChange change, Batch batch, Workers crew) {
    inFlight.add(change.path());
    crew.run(() -> {
      try {
        Exported exported = closed || paused ? new Exported.Busy() : exporter.export(change);
        batch.finish(change, exported);
      } catch (RuntimeException e) {
        LOG.warn("export of link {}: {} is left as it is", linkId, change.path(), e);
      } finally {
        inFlight.remove(change.path());
      }
    });
  }

  /** What is done is taken off the journal in batches. */
  private final class Batch implements AutoCloseable {
    private final List<LocalChange> done = new ArrayList<>();
    private boolean ended;

    void finish(LocalChange change, Exported exported) {
      count(exported);
      switch (exported) {
        case Exported.Failed failed -> failed(change, failed);
        case Exported.Busy _ -> changes.postpone(change, site.settings().busyPause());
        default -> {
          if (change.extent() == Extent.TREE) {
            noteBelow(change.path());
          }
          done(change);
        }
      }
    }

    private void done(LocalChange change) {
      synchronized (this) {
        done.add(change);
        if (!ended) {
          return;
        }
      }
      flush(); // the round is over: nobody else takes it off
    }

    void flush() {
      List<LocalChange> now;
      synchronized (this) {
        now = List.copyOf(done);
        done.clear();
      }
      changes.done(now);
    }

    @Override
    public void close() {
      synchronized (this) {
        ended = true;
      }
      flush();
    }
  }

  private void failed(LocalChange change, Exported.Failed failed) {
    LOG.warn("export of link {}: {}: {}", linkId, change.path(), failed.message());
    changes.failed(
        change,
        failed.code().text(),
        failed.message(),
        failed.passing()
            ? Optional.of(site.settings().pause(change.attempts()))
            : Optional.empty());
  }

  /** A directory that came with everything in it: all of it is to be looked at. */
  private void noteBelow(String path) {
    List<Seen.Name> names = new ArrayList<>();
    exporter.walk(
        path,
        (entry, _) -> {
          if (!entry.equals(path)) {
            names.add(name(entry));
          }
          if (names.size() == BATCH) {
            changes.record(names);
            names.clear();
          }
        });
    changes.record(names);
  }

  private void note(String path) {
    changes.record(List.of(name(path)));
  }

  private Seen.Name name(String path) {
    return new Seen.Name(linkId, path, Extent.ENTRY, Seen.Content.AS_TOLD, false, Duration.ZERO);
  }

  private boolean isDirectory(String path) {
    try {
      return site.directory().status(path).isDirectory();
    } catch (LinuxException e) {
      return false;
    }
  }

  private void count(Exported exported) {
    switch (exported) {
      case Exported.Written _, Exported.Relabelled _ -> objects.increment();
      case Exported.Renamed _ -> renames.increment();
      case Exported.Deleted _ -> deletions.increment();
      case Exported.Failed _ -> failures.increment();
      default -> {}
    }
  }

  /** Begins nothing more and waits for what runs. */
  @Override
  public void close() {
    closed = true;
    changes.wake(linkId);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    workers.close();
    deleters.close();
    movers.close();
  }
}
