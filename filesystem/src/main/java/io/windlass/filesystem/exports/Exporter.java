package io.windlass.filesystem.exports;

import io.windlass.filesystem.link.Link.Change;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.filesystem.watch.LocalChange;
import io.windlass.filesystem.watch.LocalMove;
import io.windlass.filesystem.watch.Seen.Extent;
import io.windlass.linux.FileStatus;
import io.windlass.linux.Processes;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the objects of one link in step with its directory.
 *
 * <p>A file is exported when nobody has it open for writing, as it is at one moment or not at all.
 * An object that is not the one the entry last agreed with is never replaced or deleted: it is
 * taken over, and what changed here is kept aside. Every step may be repeated. Thread-safe.
 */
public final class Exporter {
  private static final Set<Change> ALL = EnumSet.allOf(Change.class);
  private static final Set<Change> ADDITIONS = EnumSet.of(Change.NEW, Change.CHANGED);

  private final Site site;
  private final EntryExports entries;
  private final MoveExports moves;

  /** For one link. */
  public Exporter(Site site) {
    Processes.ignoreLeaseSignals(); // whether a file is being written is asked by leases
    this.site = site;
    this.entries = new EntryExports(site);
    this.moves = new MoveExports(site, entries);
  }

  /** Brings one path in step now, whatever it is, and whatever the policy of the link. */
  public Exported export(String path) {
    return entries.bring(path, Ask.of(ALL));
  }

  /** Brings a path in step as far as the policy of the link asks for it. */
  Exported export(LocalChange change) {
    if (!change.gone() && isGone(change.path())) {
      // whoever removed or renamed it was or will be seen; a disk that lost it was not
      return new Exported.InStep();
    }
    Ask ask = Ask.of(site.link().exports()).with(change.content());
    Exported exported = entries.bring(change.path(), ask);
    boolean gone = exported instanceof Exported.InStep || exported instanceof Exported.Deleted;
    if (change.extent() == Extent.TREE && gone && isGone(change.path())) {
      try {
        entries.removals().sweep(change.path(), ask);
      } catch (RuntimeException e) {
        return EntryExports.failed(ExportFailure.of(e));
      }
    }
    return exported;
  }

  private boolean isGone(String path) {
    return Looks.isGone(site.tree(), site.directory(), path);
  }

  /** Exports a rename as the policy of the link asks for it; absent when it is done. */
  Optional<ExportFailure> export(LocalMove move, MoveExports.Hearer hearer) {
    return moves.bring(move, Ask.of(site.link().exports()), hearer);
  }

  /** Visits what is below a path, parents first. */
  boolean walk(String path, TreeWalk.Visitor visitor) {
    return new TreeWalk(site.directory(), site.paths()::reserved).walk(path, visitor);
  }

  /** Does something for each entry that {@link #exportAll} would look at, and looks at none. */
  public void each(String path, Runnable entry) {
    walk(path, (_, _) -> entry.run());
  }

  /**
   * Exports everything below a path that is new or changed since it was exported last. Deletions
   * are not exported. May be begun again at any time: what is in step costs no request.
   *
   * @param path below the linked directory; empty for all of it
   * @return the counts at the end; absent when there is nothing at the path
   */
  public Optional<ExportCounts> exportAll(String path, ExportListener listener) {
    ExportCounts.Counter counter = new ExportCounts.Counter();
    boolean found;
    try (Workers workers = new Workers(site.settings().inFlight())) {
      found =
          walk(
              path,
              (entry, directory) -> {
                listener.check();
                Runnable work = () -> bring(entry, counter, listener);
                if (directory) {
                  work.run(); // before what is in it
                } else {
                  workers.run(work, listener::check);
                }
              });
      workers.await(listener::check);
    }
    return found ? Optional.of(counter.sum()) : Optional.empty();
  }

  private void bring(String path, ExportCounts.Counter counter, ExportListener listener) {
    Exported exported = archive(path);
    counter.count(exported);
    listener.exported(path, exported);
  }

  /** Exports one path if it is new or changed; a file that is being written fails as busy. */
  public Exported archive(String path) {
    try {
      Optional<Entry> entry = Looks.at(site.tree(), site.directory(), path);
      if (entry.isPresent() && inStep(path, entry.get())) {
        return new Exported.InStep();
      }
    } catch (RuntimeException e) {
      return EntryExports.failed(ExportFailure.of(e));
    }
    Exported exported = entries.bring(path, Ask.of(ADDITIONS));
    return exported instanceof Exported.Busy
        ? new Exported.Failed(
            ReportCode.RESOURCE_BUSY, "Somebody has the file open for writing.", true)
        : exported;
  }

  /** Whether the entry itself says that its object has what it has. */
  private boolean inStep(String path, Entry entry) {
    FileStatus status = entry.status();
    String key = site.paths().stateKey(path, status.isDirectory());
    Optional<FileState> state = entry.known(site.link(), key);
    if (state.isEmpty() || state.get().changed()) {
      return false;
    }
    return status.isDirectory() || !Entry.differs(status, state.get());
  }
}
