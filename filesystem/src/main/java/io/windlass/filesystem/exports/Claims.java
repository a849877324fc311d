package io.windlass.filesystem.exports;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.watch.LocalMove;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.List;
import java.util.Optional;

/**
 * Stubs that were renamed and whose only bytes are still under the old key. Before an object is
 * replaced or deleted, the stub that lives on it, if there is one, is filled.
 */
final class Claims {
  private final Site site;

  Claims(Site site) {
    this.site = site;
  }

  /** After this no stub needs the object of the path any more. */
  void secure(String path) {
    if (!site.tree().lazy()) {
      return;
    }
    site.caughtUp().run();
    List<LocalMove> moves = moves(path);
    while (!settled(moves, path)) {
      // a stub was not where it went: it may have gone on since
      site.caughtUp().run();
      List<LocalMove> now = moves(path);
      if (now.equals(moves)) {
        return; // it is gone
      }
      moves = now;
    }
  }

  /** The same for many paths, with one look at the journal where nothing moves on. */
  void secure(List<String> paths) {
    if (!site.tree().lazy()) {
      return;
    }
    site.caughtUp().run();
    List<LocalMove> moves = site.changes().movesOver(site.link().id(), paths);
    for (String path : paths) {
      if (!settled(moves, path)) {
        secure(path);
      }
    }
  }

  private List<LocalMove> moves(String path) {
    return site.changes().movesOver(site.link().id(), path);
  }

  private boolean settled(List<LocalMove> moves, String path) {
    boolean all = true;
    for (LocalMove move : moves) {
      Optional<String> place = move.placeOf(path);
      all &= place.isEmpty() || fill(place.get(), path);
    }
    return all;
  }

  /** Whether something is there. */
  private boolean fill(String place, String key) {
    Optional<Entry> entry = Looks.at(site.tree(), site.tree().root(), place);
    if (entry.isEmpty()) {
      return false;
    }
    boolean needsObject =
        entry
            .get()
            .known(site.link(), key)
            .filter(state -> state.content() == FileState.Content.RELEASED)
            .isPresent();
    if (needsObject && entry.get().status().isFile()) {
      try (Descriptor stub =
          site.tree().root().open(place, OpenFlags.READ | OpenFlags.NON_BLOCKING, 0)) {
        site.contents().restore(stub);
      } catch (LinuxException e) {
        if (e.errno() == Errno.ENOENT) {
          return false;
        }
        throw e;
      }
    }
    return true;
  }
}
