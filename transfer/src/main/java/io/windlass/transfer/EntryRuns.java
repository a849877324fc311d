package io.windlass.transfer;

import io.windlass.foundation.WindlassException;
import io.windlass.transfer.TransferredFile.Outcome;
import io.windlass.transfer.batch.Base;
import io.windlass.transfer.batch.Batch;
import io.windlass.transfer.batch.Entry;
import io.windlass.transfer.batch.Entry.Action;
import io.windlass.transfer.collection.DirectoryStorage;
import io.windlass.transfer.collection.Storage;
import io.windlass.transfer.collection.Storage.Doomed;
import io.windlass.transfer.collection.Storage.NotDeleted;
import io.windlass.transfer.move.Fault;
import io.windlass.transfer.move.Fault.Nature;
import io.windlass.transfer.move.Machinery;
import io.windlass.transfer.move.Moved;
import io.windlass.transfer.move.Mover;
import io.windlass.transfer.move.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Deals with the entries of one batch, many at once. */
final class EntryRuns {
  private static final int MOST_DOOMED = 1000;

  private final Engine engine;
  private final Mover.Ends ends;
  private final Batch batch;
  private final TransferOptions options;
  private final AtomicLong files;
  private final List<UUID> collections;
  private final Object lock = new Object();
  private final List<TransferredFile> lines = new ArrayList<>();
  private final List<Entry> left = new ArrayList<>();
  private final Map<String, Told> faults = new TreeMap<>();
  private Optional<Fault> lastFault = Optional.empty();
  private Optional<Fault> credentials = Optional.empty();
  private Duration pause = Duration.ZERO;
  private long skipped;
  private long checksummed;
  private volatile boolean stopped;
  private volatile Optional<ExecutorService> threads = Optional.empty();

  EntryRuns(
      Engine engine, Mover.Ends ends, Batch batch, TransferOptions options, AtomicLong files) {
    this.engine = engine;
    this.ends = ends;
    this.batch = batch;
    this.options = options;
    this.files = files;
    this.collections =
        Stream.concat(ends.source().stream(), Stream.of(ends.destination()))
            .map(end -> end.collection().id())
            .distinct()
            .sorted() // everybody in the same order
            .toList();
  }

  /** A kind of fault: the first one, and how many there were. */
  record Told(Fault first, int count) {}

  /**
   * What became of the entries.
   *
   * @param left to be tried again, after the pause
   * @param credentials the fault that ended it early
   */
  record Result(
      List<TransferredFile> lines,
      List<Entry> left,
      Map<String, Told> faults,
      Optional<Fault> lastFault,
      Optional<Fault> credentials,
      Duration pause,
      long skipped,
      long checksummed) {}

  void stop() {
    stopped = true;
    threads.ifPresent(ExecutorService::shutdownNow);
  }

  /** Files and directories are made; deletions among them are done at the end. */
  Result copy(Mover mover) {
    List<Entry> doomed = new ArrayList<>();
    List<List<Entry>> groups = groups(doomed);
    if (!groups.isEmpty()) {
      run(groups, mover);
    }
    if (!doomed.isEmpty()) {
      delete(doomed);
    }
    return result();
  }

  /** All entries are deletions. */
  Result delete() {
    delete(batch.entries());
    return result();
  }

  private Result result() {
    synchronized (lock) {
      if (stopped && credentials.isEmpty()) {
        pause = Duration.ZERO;
      }
      return new Result(
          List.copyOf(lines),
          List.copyOf(left),
          Map.copyOf(faults),
          lastFault,
          credentials,
          pause,
          skipped,
          checksummed);
    }
  }

  /** Versions of one path go one after another; everything else goes side by side. */
  private List<List<Entry>> groups(List<Entry> doomed) {
    List<List<Entry>> groups = new ArrayList<>();
    Map<String, List<Entry>> versions = new HashMap<>();
    for (Entry entry : batch.entries()) {
      if (entry.action() == Action.DELETE || entry.action() == Action.REMOVE_DIRECTORY) {
        doomed.add(entry);
      } else if (entry.version().isEmpty() && entry.action() != Action.MARK_DELETED) {
        groups.add(List.of(entry));
      } else {
        List<Entry> group =
            versions.computeIfAbsent(entry.base() + " " + entry.path(), _ -> new ArrayList<>());
        if (group.isEmpty()) {
          groups.add(group);
        }
        group.add(entry);
      }
    }
    return groups;
  }

  /** Local files block, and the directory may be one that this very process serves. */
  private boolean local() {
    return ends.destination() instanceof DirectoryStorage
        || ends.source().filter(DirectoryStorage.class::isInstance).isPresent();
  }

  private void run(List<List<Entry>> groups, Mover mover) {
    int count = Math.min(groups.size(), engine.settings().size().filesInFlight());
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService executor =
        Executors.newThreadPerTaskExecutor(
            local()
                ? Thread.ofPlatform().daemon().name("files-", 0).factory()
                : Thread.ofVirtual().name("files-", 0).factory())) {
      threads = Optional.of(executor);
      for (int i = 0; i < count && !stopped; i++) {
        executor.execute(() -> {
          for (int at = next.getAndIncrement(); at < groups.size(); at = next.getAndIncrement()) {
            group(groups.get(at), mover);
          }
        });
      }
    } catch (java.util.concurrent.RejectedExecutionException _) {
      // stopped: what nobody began stays
    } finally {
      threads = Optional.empty();
    }
    for (int at = next.get(); at < groups.size(); at++) {
      postpone(groups.get(at));
    }
  }

  private void group(List<Entry> group, Mover mover) {
    for (int i = 0; i < group.size(); i++) {
      if (stopped) {
        postpone(group.subList(i, group.size()));
        return;
      }
      if (!one(group.get(i), mover)) {
        postpone(group.subList(i + 1, group.size()));
        return;
      }
    }
  }

  private void postpone(List<Entry> entries) {
    synchronized (lock) {
      left.addAll(entries);
    }
  }

  /** Whether those behind it may go on; if not, it is among what is left. */
  private boolean one(Entry entry, Mover mover) {
    Base base = batch.base(entry);
    try {
      Machinery.Permit permit = engine.machinery().enter(collections);
      boolean throttled = false;
      try {
        Moved moved = mover.move(base, entry);
        files.incrementAndGet();
        done(base, entry, moved);
        return true;
      } catch (Exception | StackOverflowError e) {
        Fault fault = fault(e, Side.DESTINATION);
        throttled = fault.nature() == Nature.THROTTLED;
        if (stopped || e instanceof InterruptedException) {
          postpone(List.of(entry));
          return false;
        }
        return failed(base, entry, fault);
      } finally {
        permit.leave(throttled);
      }
    } catch (InterruptedException _) {
      postpone(List.of(entry));
      return false;
    }
  }

  private Fault fault(Throwable failure, Side side) {
    Fault fault = Fault.of(failure, side);
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof WindlassException known) {
        boolean waits =
            storage(fault.side()).filter(end -> end.awaitsCredentials(known)).isPresent();
        return waits ? fault.awaitingCredentials() : fault;
      }
    }
    return fault;
  }

  private Optional<Storage> storage(Side side) {
    return side == Side.SOURCE ? ends.source() : Optional.of(ends.destination());
  }

  private void done(Base base, Entry entry, Moved moved) {
    synchronized (lock) {
      checksummed += moved.checksummed();
      if (moved.outcome() == Outcome.SKIPPED) {
        skipped++;
        if (!options.listSkipped()) {
          return;
        }
      }
      lines.add(
          new TransferredFile(
              base.shownInSource(entry.path()),
              Optional.of(base.inDestination(entry.path())),
              moved.size(),
              moved.checksum(),
              moved.versionId(),
              moved.outcome(),
              Optional.empty()));
    }
  }

  /** Whether those behind it may go on. */
  private boolean failed(Base base, Entry entry, Fault fault) {
    synchronized (lock) {
      faults.merge(
          fault.code(), new Told(fault, 1), (one, _) -> new Told(one.first(), one.count() + 1));
      lastFault = Optional.of(fault);
      if (fault.nature() == Nature.CREDENTIALS) {
        credentials = Optional.of(fault);
        left.add(entry);
        stop();
        return false;
      }
      Entry again = entry.failed(engine.setup().clock().millis());
      if (givesUp(again, fault)) {
        lines.add(line(base, entry, fault));
        return true;
      }
      left.add(again);
      pause = shortest(pause(again, fault));
      return false;
    }
  }

  private Duration shortest(Duration other) {
    return pause.isZero() || other.compareTo(pause) < 0 ? other : pause;
  }

  private boolean givesUp(Entry again, Fault fault) {
    return switch (fault.nature()) {
      case PERMANENT -> again.attempts() >= engine.settings().retries().confirmations();
      case FULL -> options.failOnQuota();
      case ARCHIVED -> options.restore().isEmpty();
      case PASSING, THROTTLED, CREDENTIALS, CHANGED -> false;
    };
  }

  private Duration pause(Entry again, Fault fault) {
    TransferSettings.Retries retries = engine.settings().retries();
    return switch (fault.nature()) {
      case PERMANENT -> retries.confirmationPause();
      case ARCHIVED -> engine.settings().pace().restoreProbe();
      case CHANGED -> retries.firstPause();
      case PASSING, THROTTLED, CREDENTIALS, FULL -> retries.pause(again.attempts());
    };
  }

  private TransferredFile line(Base base, Entry entry, Fault fault) {
    boolean skip = options.skipSourceErrors() && fault.skippable();
    return new TransferredFile(
        base.shownInSource(entry.path()),
        Optional.of(base.inDestination(entry.path())),
        Math.max(0, entry.size()),
        Optional.empty(),
        Optional.empty(),
        skip ? Outcome.SKIPPED_ERROR : Outcome.FAILED,
        Optional.of(fault.problem()));
  }

  private void delete(List<Entry> entries) {
    List<Entry> ordered = new ArrayList<>(entries);
    Collections.reverse(ordered); // what is in a directory was found behind it
    for (int at = 0; at < ordered.size(); at += MOST_DOOMED) {
      List<Entry> some = ordered.subList(at, Math.min(ordered.size(), at + MOST_DOOMED));
      if (stopped) {
        postpone(some);
      } else {
        deleteSome(some);
      }
    }
  }

  private void deleteSome(List<Entry> some) {
    Map<Doomed, Entry> doomed = new java.util.LinkedHashMap<>();
    for (Entry entry : some) {
      doomed.put(
          new Doomed(
              batch.base(entry).inDestination(entry.path()),
              entry.action() == Action.REMOVE_DIRECTORY),
          entry);
    }
    try {
      for (NotDeleted not : ends.destination().delete(List.copyOf(doomed.keySet()))) {
        Entry entry = doomed.remove(not.doomed());
        if (entry != null) {
          failed(batch.base(entry), entry, Fault.ofProblem(not.problem(), Side.DESTINATION));
        }
      }
      for (Entry entry : doomed.values()) {
        files.incrementAndGet();
        done(batch.base(entry), entry, Moved.of(Outcome.DELETED, Math.max(0, entry.size())));
      }
    } catch (RuntimeException e) {
      Fault fault = fault(e, Side.DESTINATION);
      for (Entry entry : some) {
        failed(batch.base(entry), entry, fault);
      }
    }
  }
}
