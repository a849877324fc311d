package io.windlass.filesystem.watch;

import static java.util.Objects.requireNonNull;

import io.windlass.filesystem.link.Link;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * The durable journal of local changes that are not exported yet: one row for each name of a link,
 * however often it changes, and one for each rename. Nothing of it is lost when a node dies.
 *
 * <p>A row is taken by {@link #due}, and leaves by {@link #done} only if the name has not changed
 * again meanwhile. Thread-safe.
 */
public final class LocalChanges {
  private final Jdbi jdbi;
  private final InstantSource clock;
  private final ChangeRows names;
  private final MoveRows moves;
  private final WatchRows watches;
  private final ConcurrentMap<String, Semaphore> news = new ConcurrentHashMap<>();

  /** How often something was noted: by this journal alone, as a file system has one node. */
  private final AtomicLong noted = new AtomicLong();

  /** For links of which nothing waits: how often something had been noted when that was found. */
  private final ConcurrentMap<String, Long> quiet = new ConcurrentHashMap<>();

  /** The journal in a database. */
  public LocalChanges(Jdbi jdbi, InstantSource clock) {
    this.jdbi = requireNonNull(jdbi, "jdbi");
    this.clock = requireNonNull(clock, "clock");
    this.names = new ChangeRows(jdbi);
    this.moves = new MoveRows(jdbi);
    this.watches = new WatchRows(jdbi);
  }

  Jdbi jdbi() {
    return jdbi;
  }

  Instant now() {
    return clock.instant();
  }

  /** Notes all of it, in this order and in one transaction. */
  public void record(Collection<? extends Seen> seen) {
    if (seen.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    jdbi.useTransaction(handle -> {
      List<Seen.Name> run = new ArrayList<>();
      for (Seen one : seen) {
        switch (one) {
          case Seen.Name name -> run.add(name);
          case Seen.Rename rename -> {
            if (rename.source().isPresent() || MoveRows.any(handle, rename.fileSystemId())) {
              MoveRows.insert(handle, rename, now);
            }
          }
        }
      }
      names.upsert(handle, run, now);
    });
    noted.incrementAndGet();
    seen.stream().flatMap(LocalChanges::linkOf).distinct().forEach(this::wake);
  }

  private static Stream<String> linkOf(Seen seen) {
    return switch (seen) {
      case Seen.Name name -> Stream.of(name.linkId());
      case Seen.Rename rename -> rename.source().map(Seen.Source::linkId).stream();
    };
  }

  /** Names whose time has come, in the order in which they changed. */
  public List<LocalChange> due(String linkId, int limit) {
    return names.due(linkId, clock.instant(), limit);
  }

  /** Renames whose time has come, in their order. */
  public List<LocalMove> dueMoves(String linkId, int limit) {
    return moves.due(linkId, clock.instant(), limit);
  }

  /** Every rename that is not exported yet and took the path of the link, or a parent, away. */
  public List<LocalMove> movesOver(String linkId, String path) {
    return moves.over(linkId, List.of(path));
  }

  /** The same for many paths in one question; in their order, each once. */
  public List<LocalMove> movesOver(String linkId, Collection<String> paths) {
    return moves.over(linkId, paths);
  }

  /**
   * Whether the name itself, a removal or arrival of a directory above it, or a rename that took it
   * along, is not exported yet.
   */
  public boolean pending(String linkId, String path) {
    long seen = noted.get();
    if (quiet.getOrDefault(linkId, -1L) == seen) {
      return false;
    }
    if (!names.any(linkId)) {
      quiet.put(linkId, seen);
      return false;
    }
    return names.covers(linkId, path) || !moves.over(linkId, List.of(path)).isEmpty();
  }

  /** Whether anything below a directory waits to be looked at. */
  public boolean pendingBelow(String linkId, String path) {
    return names.existsBelow(linkId, path);
  }

  /** They are exported as they were when taken; those that changed since stay. */
  public void done(Collection<LocalChange> changes) {
    names.delete(changes);
  }

  /**
   * The rename is exported; it stays if it went on since. What had failed under the old path is
   * looked at again.
   */
  public void done(LocalMove move) {
    moves.delete(move);
    names.retryBelow(move.linkId(), move.from(), clock.instant());
    wake(move.linkId());
  }

  /** Try again after the pause, or when it changes; it is no failure. */
  public void postpone(LocalChange change, Duration pause) {
    names.postpone(change, clock.instant().plus(pause));
  }

  /**
   * It did not work.
   *
   * @param retry when to try again; absent for when it changes again
   */
  public void failed(LocalChange change, String code, String message, Optional<Duration> retry) {
    names.failed(change, code, message, retry.map(clock.instant()::plus));
  }

  /** The rename did not work; it is tried again after the pause. */
  public void failed(LocalMove move, String code, String message, Duration retry) {
    moves.failed(move, code, message, clock.instant().plus(retry));
  }

  /** Everything that failed is tried again now. */
  public void retryAll(String linkId) {
    Instant now = clock.instant();
    names.retryAll(linkId, now);
    moves.retryAll(linkId, now);
    wake(linkId);
  }

  /** What failed, by path; pages begin behind {@code afterPath}. */
  public List<LocalChange> failures(String linkId, Optional<String> afterPath, int limit) {
    return names.failures(linkId, afterPath, limit);
  }

  /** A time in which changes of the link may have been missed; absent when there was none. */
  public Optional<Gap> gap(String linkId) {
    return watches.gap(linkId);
  }

  /**
   * Nobody watches this file system: what has changed since the last call is a gap of its links, to
   * be found by comparing. Before the first call nothing has. A gap that is still open grows.
   */
  public void unwatched(String fileSystemId, Collection<Link> links) {
    if (links.stream().anyMatch(link -> gap(link.id()).isPresent())) {
      return;
    }
    Instant now = clock.instant();
    watches.begin(fileSystemId, ChangeWatch.Origin.NEW, List.copyOf(links), now);
    watches.beat(fileSystemId, now);
    links.forEach(link -> wake(link.id()));
  }

  /** What may have been missed in the gap is in the journal now. */
  public void closed(String linkId, Gap gap) {
    watches.closed(linkId, gap);
  }

  /** Every rename of a link, in pages behind an id. */
  public List<LocalMove> moves(String linkId, long afterId, int limit) {
    return moves.page(linkId, afterId, limit);
  }

  /** How much waits. */
  public Backlog backlog(String linkId) {
    return names.backlog(linkId);
  }

  /** Drops everything of a link that is no more. */
  public void forget(String linkId) {
    jdbi.useTransaction(handle -> {
      names.forget(handle, linkId);
      moves.forget(handle, linkId);
      watches.forget(handle, linkId);
    });
    news.remove(linkId);
  }

  /**
   * Waits until something of the link was noted since the last call, at most for so long.
   *
   * @return whether something was
   */
  public boolean awaitNews(String linkId, Duration longest) throws InterruptedException {
    Semaphore semaphore = news(linkId);
    boolean any = semaphore.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
    if (any) {
      semaphore.drainPermits();
    }
    return any;
  }

  /** Ends a wait for news. */
  public void wake(String linkId) {
    news(linkId).release();
  }

  private Semaphore news(String linkId) {
    return news.computeIfAbsent(linkId, _ -> new Semaphore(0));
  }
}
