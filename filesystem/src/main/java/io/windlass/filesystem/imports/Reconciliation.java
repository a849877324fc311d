package io.windlass.filesystem.imports;

import io.windlass.filesystem.imports.Applied.Outcome;
import io.windlass.filesystem.imports.TreeWalk.Found;
import io.windlass.filesystem.known.KnownObjects.Knowledge;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.KeyPaths;
import io.windlass.foundation.KeyOrder;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.objectstore.Listing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Goes through the listing of a prefix and the tree below a directory at once, both in the order of
 * keys, and has every key looked at where they do not agree. The merge only finds candidates; what
 * is done, and whether, is decided key by key against what the store says then. Not thread-safe.
 */
final class Reconciliation {
  /** Directories that wait for their removal until what was in them is gone. */
  private static final int MOST_DOOMED = 1000;

  private final FileTree tree;
  private final Link link;
  private final KeyPaths paths;
  private final KeyImport keys;
  private final Policy policy;
  private final Crew<Applied> crew;
  private final BiConsumer<String, Applied> results;
  private final Descriptor base;

  /** Those directories without a marker that the walk is in; the deepest first. */
  private final Deque<String> unmarked = new ArrayDeque<>();

  /** Those that it has left, a directory behind the ones in it. */
  private final List<String> doomed = new ArrayList<>();

  Reconciliation(
      FileTree tree,
      Link link,
      KeyImport keys,
      Crew<Applied> crew,
      BiConsumer<String, Applied> results,
      Descriptor base) {
    this.tree = tree;
    this.link = link;
    this.paths = KeyPaths.of(link);
    this.keys = keys;
    this.policy = Policy.of(link);
    this.crew = crew;
    this.results = results;
    this.base = base;
  }

  /**
   * Throws what the listing throws; nothing is deleted then that was not listed as gone.
   *
   * @param after the key behind which the listing begins, without the prefix
   */
  void run(String after, Iterator<Listing.Entry> listing) {
    try (TreeWalk walk = new TreeWalk(tree, paths, base, this::leave, after)) {
      Found found = walk.next();
      while (found != null && KeyOrder.compare(found.stateKey(), after) <= 0) {
        // a directory that the walk begins in: whether it has a marker is asked at its end
        withoutObject(found);
        found = walk.next();
      }
      String previous = after;
      while (listing.hasNext()) {
        Listing.Entry object = listing.next();
        String key = inOrder(previous, paths.relative(object.key()));
        previous = key;
        while (found != null && KeyOrder.compare(found.stateKey(), key) < 0) {
          withoutObject(found);
          found = walk.next();
        }
        if (found != null && found.stateKey().equals(key)) {
          withObject(object, found);
          found = walk.next();
        } else {
          withoutEntry(object);
        }
      }
      // the listing has ended without a fault: what is left in the tree has no object
      while (found != null) {
        withoutObject(found);
        found = walk.next();
      }
    }
    removeDoomed();
  }

  private String inOrder(String previous, String key) {
    if (KeyOrder.compare(previous, key) > 0) {
      throw Problem.of(
              Kind.STORE_REFUSED,
              "store_listing_unordered",
              "Bucket " + link.bucket() + " does not list its keys in the order of their bytes.")
          .withRemedy("Use import tasks for this bucket; it cannot be reconciled.")
          .toException();
    }
    return key;
  }

  private void withoutEntry(Listing.Entry object) {
    String key = paths.relative(object.key());
    if (tree.known(link).of(key, object.etag()) == Knowledge.SAME) {
      // the entry was removed or renamed here
      crew.add(object.key(), Applied.of(Outcome.KEPT));
    } else if (policy.created()) {
      submit(object.key());
    } else {
      crew.add(object.key(), Applied.of(Outcome.IGNORED));
    }
  }

  private void withObject(Listing.Entry object, Found found) {
    boolean agrees = known(found).filter(state -> state.etag().equals(object.etag())).isPresent();
    if (agrees && tree.known(link).of(found.stateKey(), object.etag()) == Knowledge.SAME) {
      crew.add(object.key(), Applied.of(Outcome.UNCHANGED));
    } else if (agrees || policy.changed() || policy.created()) {
      submit(object.key());
    } else {
      crew.add(object.key(), Applied.of(Outcome.IGNORED));
    }
  }

  private void withoutObject(Found found) {
    Optional<FileState> known = known(found);
    if (!policy.deleted() || known.isEmpty()) {
      return;
    }
    if (found.entry().status().isDirectory()) {
      unmarked.push(found.path());
    } else {
      // also one whose time alone differs: its bytes tell whether it changed
      submit(link.prefix() + found.stateKey());
    }
  }

  private Optional<FileState> known(Found found) {
    return found.entry().known(link, found.stateKey());
  }

  private void submit(String key) {
    crew.submit(key, () -> keys.apply(base, key, Optional.empty(), policy));
  }

  private void leave(String path) {
    if (path.equals(unmarked.peek())) {
      doomed.add(paths.toKey(unmarked.pop(), true));
      if (doomed.size() >= MOST_DOOMED) {
        removeDoomed();
      }
    }
  }

  private void removeDoomed() {
    crew.drain();
    for (String key : doomed) {
      results.accept(key, keys.apply(base, key, Optional.empty(), policy));
    }
    doomed.clear();
  }
}
