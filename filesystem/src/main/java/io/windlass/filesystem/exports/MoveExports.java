package io.windlass.filesystem.exports;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.KeyPaths;
import io.windlass.filesystem.watch.LocalMove;
import io.windlass.filesystem.watch.Seen;
import io.windlass.filesystem.watch.Seen.Extent;
import io.windlass.linux.Descriptor;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Exports renames: everything gets an object under its new key by a copy within the store, then the
 * old ones go. May end at any moment and be begun again: what is done is recognised by its state.
 */
final class MoveExports {
  private final Site site;
  private final EntryExports entries;

  MoveExports(Site site, EntryExports entries) {
    this.site = site;
    this.entries = entries;
  }

  /** Hears what became of each entry. Called from many threads. */
  @FunctionalInterface
  interface Hearer {
    void heard(String path, Exported exported);
  }

  /**
   * Exports one rename.
   *
   * @return absent when it is done; otherwise why it is not, and to be tried again
   */
  Optional<ExportFailure> bring(LocalMove move, Ask ask, Hearer hearer) {
    try {
      Optional<String> target = site.inside(move.to());
      Optional<ExportFailure> failure =
          target.isPresent() ? inside(move, target.get(), ask, hearer) : outside(move, ask);
      if (failure.isPresent()) {
        return failure;
      }
      if (move.extent() == Extent.TREE) {
        entries.removals().sweep(move.from(), ask);
      }
      hearer.heard(move.from(), entries.bring(move.from(), ask));
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(ExportFailure.of(e));
    }
  }

  private Optional<ExportFailure> inside(LocalMove move, String target, Ask ask, Hearer hearer) {
    if (move.extent() == Extent.ENTRY) {
      return heard(target, entries.bring(target, ask), hearer);
    }
    AtomicReference<Optional<ExportFailure>> first = new AtomicReference<>(Optional.empty());
    Ask copies = ask.keepingOldKeys();
    TreeWalk walk = new TreeWalk(site.directory(), site.paths()::reserved);
    try (Workers workers = new Workers(site.settings().inFlight())) {
      walk.walk(
          target,
          (path, directory) -> {
            Runnable work =
                () ->
                    heard(path, entries.bring(path, copies), hearer)
                        .ifPresent(
                            failure -> first.compareAndSet(Optional.empty(), Optional.of(failure)));
            if (directory) {
              work.run(); // before what is in it
            } else {
              workers.run(work);
            }
          });
      workers.await();
    }
    return first.get();
  }

  /** Tells of one entry; a failure keeps the rename waiting, a busy file waits by itself. */
  private Optional<ExportFailure> heard(String path, Exported exported, Hearer hearer) {
    hearer.heard(path, exported);
    switch (exported) {
      case Exported.Failed failed -> {
        if (!failed.passing()) {
          return Optional.empty(); // its name is noted by whoever hears of it
        }
        return Optional.of(ExportFailure.passing(failed.code(), path + ": " + failed.message()));
      }
      case Exported.Busy _ -> lookAgain(path);
      default -> {}
    }
    return Optional.empty();
  }

  private void lookAgain(String path) {
    site.changes()
        .record(
            List.of(
                new Seen.Name(
                    site.link().id(),
                    path,
                    Extent.ENTRY,
                    Seen.Content.AS_TOLD,
                    false,
                    Duration.ZERO)));
  }

  /**
   * The entry left the link: its objects are to go, so stubs are filled before. Where deletions are
   * not exported, everything stays as it is, and stubs find their bytes where they were.
   */
  private Optional<ExportFailure> outside(LocalMove move, Ask ask) {
    if (!ask.forDeleted()) {
      return Optional.empty();
    }
    AtomicReference<Optional<ExportFailure>> first = new AtomicReference<>(Optional.empty());
    TreeWalk walk = new TreeWalk(site.tree().root(), KeyPaths::isOwnName);
    try (Workers workers = new Workers(site.settings().inFlight())) {
      walk.walk(
          move.to(),
          (path, _) ->
              workers.run(() -> {
                try {
                  letGo(path);
                } catch (RuntimeException e) {
                  first.compareAndSet(Optional.empty(), Optional.of(ExportFailure.of(e)));
                }
              }));
      workers.await();
    }
    return first.get();
  }

  private void letGo(String path) {
    Optional<Entry> entry = Looks.at(site.tree(), site.tree().root(), path);
    Optional<FileState> state = entry.flatMap(found -> found.known(site.link()));
    if (state.isEmpty()) {
      return;
    }
    Entry found = entry.orElseThrow();
    if (found.status().isSymbolicLink()) {
      site.tree().states().clear(site.tree().root(), path);
      return;
    }
    int kind = found.status().isDirectory() ? OpenFlags.DIRECTORY : OpenFlags.NON_BLOCKING;
    try (Descriptor file = site.tree().root().open(path, OpenFlags.READ | kind, 0)) {
      if (state.get().content() == FileState.Content.RELEASED) {
        site.contents().restore(file);
      }
      site.tree().states().clear(file);
    } catch (LinuxException e) {
      if (!Looks.isAbsent(e)) {
        throw e;
      }
    }
  }
}
