package io.windlass.filesystem;

import io.windlass.filesystem.LinkDetails.Lifecycle;
import io.windlass.filesystem.exports.Rescan;
import io.windlass.filesystem.linux.Descriptor;
import io.windlass.filesystem.watch.ChangeWatch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what users changed while nobody watched. Thread-safe. */
final class Rescans {
  private static final Logger log = LoggerFactory.getLogger(Rescans.class);

  private final NodeWork work;
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  Rescans(NodeWork work) {
    this.work = work;
  }

  /** Compares the links that export, in the background, if changes may have been missed. */
  void look(ServedFileSystem served, List<LinkDetails> links) {
    Optional<ChangeWatch> watch = served.watch();
    Optional<Instant> since = watch.flatMap(ChangeWatch::missedSince);
    String id = served.fileSystem().id();
    if (since.isEmpty() || !running.add(id)) {
      return;
    }
    Thread.ofVirtual()
        .name("rescan-" + id)
        .start(() -> {
          try {
            if (all(served, links, since.get())) {
              watch.get().compared();
            }
          } catch (RuntimeException e) {
            log.warn("{} could not be compared with its buckets; it is tried again.", id, e);
          } finally {
            running.remove(id);
          }
        });
  }

  /** Whether every link that exports was compared; one that is out of service waits. */
  private boolean all(ServedFileSystem served, List<LinkDetails> links, Instant since) {
    boolean all = true;
    for (LinkDetails link : links) {
      boolean exports = !link.link().exports().isEmpty() && link.lifecycle() != Lifecycle.DELETING;
      if (exports && link.lifecycle() == Lifecycle.AVAILABLE) {
        LinkSides sides = new LinkSides(link, served, work);
        try (Descriptor directory = served.tree().open(link.link())) {
          long noted = new Rescan(sides.site(directory, sides.store())).run(since);
          log.info("{}: {} names changed while nobody watched.", link.id(), noted);
        }
      } else if (exports) {
        all = false;
      }
    }
    return all;
  }
}
