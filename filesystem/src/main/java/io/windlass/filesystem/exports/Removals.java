package io.windlass.filesystem.exports;

import io.windlass.filesystem.known.KnownObjects.Knowledge;
import io.windlass.filesystem.tree.Encrypted;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.KeyLocks.Held;
import io.windlass.filesystem.tree.KeyPath;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.linux.LinuxException;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore.NotDeleted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Deletes the objects of entries that are gone. Only the version that an entry last agreed with is
 * deleted; an object that changed in the bucket since is taken over instead.
 */
final class Removals {
  private static final int BATCH = 500;
  private static final int MARKERS = 10_000;

  private final Site site;
  private final Claims claims;
  private final FileNames names;

  Removals(Site site, Claims claims, FileNames names) {
    this.site = site;
    this.claims = claims;
    this.names = names;
  }

  /** The entry is not there. The caller holds its lock. */
  Exported gone(String path, Ask ask) throws NotInStep {
    String marker = path + "/";
    if (concerns(marker)) {
      Exported removed = remove(path, marker, ask);
      return concerns(path) ? remove(path, path, ask) : removed;
    }
    return concerns(path) ? remove(path, path, ask) : new Exported.InStep();
  }

  /** Whether the object is an entry's, or may be. */
  private boolean concerns(String key) {
    return site.known().knows(key) || site.known().intends(key);
  }

  /**
   * The entry is of the other kind: a directory where a file was, or the reverse. The caller holds
   * its lock.
   */
  void otherKind(String path, boolean directory, Ask ask) throws NotInStep {
    String key = site.paths().stateKey(path, !directory);
    if (concerns(key)) {
      remove(path, key, ask);
    }
  }

  private Exported remove(String path, String key, Ask ask) throws NotInStep {
    if (!ask.forDeleted()) {
      return new Exported.Skipped("Deletions are not exported.");
    }
    Optional<ObjectFacts> facts = site.head(key);
    if (facts.isEmpty()) {
      site.known().remove(key);
      return new Exported.InStep();
    }
    if (site.known().of(key, facts.get().etag()) != Knowledge.SAME) {
      throw new NotInStep(key);
    }
    claims.secure(path);
    names.gone(path);
    site.store().delete(site.id(key));
    site.known().remove(key);
    return new Exported.Deleted(key);
  }

  /** The old object of an entry that has one under its new key. The caller holds both locks. */
  void renamedAway(String key) {
    KeyPath place = site.paths().toPath(site.link().prefix() + key);
    String path = pathOf(place);
    if (path.isEmpty() || !Looks.isGone(site.tree(), site.directory(), path)) {
      return; // what is there now brings the object in step itself
    }
    Optional<ObjectFacts> facts = site.head(key);
    boolean ours = facts.filter(f -> site.known().of(key, f.etag()) == Knowledge.SAME).isPresent();
    if (ours) {
      names.gone(path);
      site.store().delete(site.id(key));
    }
    if (ours || facts.isEmpty()) {
      site.known().remove(key);
    }
  }

  static String pathOf(KeyPath place) {
    return switch (place) {
      case KeyPath.File file -> file.path();
      case KeyPath.Directory directory -> directory.path();
      case KeyPath.Unsuitable _ -> "";
    };
  }

  /**
   * Deletes every known object below a directory that is gone, whose entry is gone as well: files
   * first, then markers from the deepest up.
   *
   * @return how many were deleted
   */
  long sweep(String path, Ask ask) {
    if (!ask.forDeleted() && !ask.forOldKeys()) {
      return 0;
    }
    String prefix = site.link().prefix() + path + "/";
    long deleted = 0;
    try (Stream<Listing.Entry> entries =
        site.store().walk(site.link().bucket(), prefix, Optional.empty())) {
      List<String> batch = new ArrayList<>(BATCH);
      for (Iterator<Listing.Entry> each = entries.iterator(); each.hasNext(); ) {
        Listing.Entry entry = each.next();
        if (!entry.key().endsWith("/") && isLeft(entry)) {
          batch.add(site.paths().relative(entry.key()));
        }
        if (batch.size() == BATCH || !each.hasNext()) {
          deleted += delete(batch);
          batch.clear();
        }
      }
    }
    return deleted + sweepMarkers(prefix);
  }

  private long sweepMarkers(String prefix) {
    long deleted = 0;
    while (true) {
      Deque<String> last = new ArrayDeque<>();
      try (Stream<Listing.Entry> entries =
          site.store().walk(site.link().bucket(), prefix, Optional.empty())) {
        entries
            .filter(entry -> entry.key().endsWith("/") && isLeft(entry))
            .forEach(entry -> {
              last.addFirst(site.paths().relative(entry.key()));
              if (last.size() > MARKERS) {
                last.removeLast();
              }
            });
      }
      long now = 0;
      List<String> batch = new ArrayList<>(BATCH);
      while (!last.isEmpty()) {
        batch.add(last.removeFirst());
        if (batch.size() == BATCH || last.isEmpty()) {
          now += delete(batch);
          batch.clear();
        }
      }
      deleted += now;
      if (now < MARKERS) {
        return deleted;
      }
    }
  }

  /** Whether an object is the one that an entry, gone by now, agreed with. */
  private boolean isLeft(Listing.Entry listed) {
    String key = site.paths().relative(listed.key());
    String path = pathOf(site.paths().toPath(listed.key()));
    return !path.isEmpty()
        && site.known().of(key, listed.etag()) == Knowledge.SAME
        && !hasEntry(path, key.endsWith("/"));
  }

  private boolean hasEntry(String path, boolean directory) {
    try {
      Optional<Entry> entry = Looks.at(site.tree(), site.directory(), path);
      return entry.filter(found -> found.status().isDirectory() == directory).isPresent();
    } catch (LinuxException e) {
      if (Encrypted.isMeant(e)) {
        return true; // nobody can say that it is gone
      }
      throw e;
    }
  }

  private long delete(List<String> keys) {
    if (keys.isEmpty()) {
      return 0;
    }
    List<String> ready = new ArrayList<>(keys.size());
    List<String> paths =
        keys.stream().map(key -> pathOf(site.paths().toPath(site.link().prefix() + key))).toList();
    claims.secure(paths);
    names.gone(paths);
    for (String key : keys) {
      String path = pathOf(site.paths().toPath(site.link().prefix() + key));
      try (Held _ = site.tree().locks(site.link()).lock(path)) {
        if (!hasEntry(path, key.endsWith("/"))) {
          ready.add(key);
        }
      }
    }
    List<ObjectId> ids = ready.stream().map(site::id).toList();
    List<NotDeleted> left = site.store().deleteAll(site.link().bucket(), ids);
    List<String> leftKeys = left.stream().map(one -> one.id().key()).toList();
    long deleted = 0;
    for (ObjectId id : ids) {
      if (!leftKeys.contains(id.key())) {
        site.known().remove(site.paths().relative(id.key()));
        deleted++;
      }
    }
    if (!left.isEmpty()) {
      throw ExportFailure.passing(
          ReportCode.S3_ERROR,
          "The store did not delete %d objects: %s"
              .formatted(left.size(), left.getFirst().message()));
    }
    return deleted;
  }
}
