package io.windlass.filesystem.exports;

import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.tree.Entry;
import io.windlass.linux.Descriptor;
import io.windlass.linux.OpenFlags;
import java.util.Optional;

/** Fetches the content of files whose bytes are in the bucket alone. Thread-safe. */
public final class Restorer {
  private final Site site;

  /** For one link. */
  public Restorer(Site site) {
    this.site = site;
  }

  /** Hears of each stub. Called from many threads at once. */
  public interface Listener {
    /** The content is here. */
    void restored(String path);

    /** It cannot be had. */
    void failed(String path, String code, String message);
  }

  /**
   * Fetches the content of everything below a path.
   *
   * @param path below the linked directory; empty for all of it
   * @return whether there is anything at the path
   */
  public boolean restoreAll(String path, Listener listener) {
    boolean found;
    try (Workers workers = new Workers(site.settings().inFlight())) {
      found =
          new TreeWalk(site.directory(), site.paths()::reserved)
              .walk(
                  path,
                  (entry, directory) -> {
                    if (!directory) {
                      workers.run(() -> restore(entry, listener));
                    }
                  });
      workers.await();
    }
    return found;
  }

  private void restore(String path, Listener listener) {
    try {
      Optional<Entry> entry = Looks.at(site.tree(), site.directory(), path);
      boolean stub =
          entry
              .filter(it -> it.status().isFile())
              .flatMap(Entry::state)
              .filter(state -> state.content() == Content.RELEASED)
              .isPresent();
      if (!stub) {
        return;
      }
      try (Descriptor file = site.directory().open(path, OpenFlags.READ | OpenFlags.NO_FOLLOW, 0)) {
        site.contents().restore(file);
      }
      listener.restored(path);
    } catch (RuntimeException e) {
      ExportFailure failure = ExportFailure.of(e);
      listener.failed(path, failure.code().text(), failure.text());
    }
  }
}
