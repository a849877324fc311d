package io.windlass.filesystem.exports;

import static java.util.Objects.requireNonNull;

import io.windlass.filesystem.known.KnownObjects;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.KeyPaths;
import io.windlass.filesystem.watch.LocalChanges;
import io.windlass.linux.Descriptor;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.ObjectTransfers;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Both sides of a link, and everything between them, as exports need it. All of it stays the
 * caller's to close.
 *
 * @param tree the file system
 * @param directory the linked directory, open
 * @param link the link
 * @param store reaches the bucket with the rights of the link's connection
 * @param transfers bounds parts in flight over all links of a node
 * @param known what the link last knew of its objects
 * @param contents how stubs are filled and made
 * @param changes the journal of local changes
 * @param caughtUp waits until everything that happened before the call is in the journal
 * @param bucketSide takes over what changed in the bucket
 * @param jdbi for the names of files with several of them
 * @param settings limits and pauses
 */
public record Site(
    FileTree tree,
    Descriptor directory,
    Link link,
    ObjectStore store,
    ObjectTransfers transfers,
    KnownObjects known,
    StubContents contents,
    LocalChanges changes,
    Runnable caughtUp,
    BucketSide bucketSide,
    Jdbi jdbi,
    ExportSettings settings) {

  /** Checks that nothing is missing. */
  public Site {
    requireNonNull(tree, "tree");
    requireNonNull(directory, "directory");
    requireNonNull(link, "link");
    requireNonNull(store, "store");
    requireNonNull(transfers, "transfers");
    requireNonNull(known, "known");
    requireNonNull(contents, "contents");
    requireNonNull(changes, "changes");
    requireNonNull(caughtUp, "caughtUp");
    requireNonNull(bucketSide, "bucketSide");
    requireNonNull(jdbi, "jdbi");
    requireNonNull(settings, "settings");
  }

  KeyPaths paths() {
    return KeyPaths.of(link);
  }

  /** The object of a key without prefix. */
  ObjectId id(String key) {
    return ObjectId.of(link.bucket(), link.prefix() + key);
  }

  /** What the store says of an object now. */
  Optional<ObjectFacts> head(String key) {
    try {
      return Optional.of(store.head(id(key)));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The path below the linked directory of a path below the root; absent when it is outside. */
  Optional<String> inside(String path) {
    String directory = link.directory();
    if (directory.isEmpty()) {
      return Optional.of(path);
    }
    return path.startsWith(directory + "/")
        ? Optional.of(path.substring(directory.length() + 1))
        : Optional.empty();
  }
}
