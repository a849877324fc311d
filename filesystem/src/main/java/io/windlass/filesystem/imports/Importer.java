package io.windlass.filesystem.imports;

import io.windlass.filesystem.imports.KeyImport.Listed;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.KeyPaths;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.linux.LinuxException;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The way from the objects of a link to its directory.
 *
 * <p>Thread-safe; any of its methods may run at once, also with an export of the same link. Memory
 * does not grow with the number of keys. Everything may end at any moment and be begun again.
 */
public final class Importer {
  /**
   * Keys that are worked on at once when nothing else is said: a HEAD each, so that with a store
   * that answers after 20 ms there are some 6,000 in a second, about as many as S3 takes below one
   * prefix.
   */
  public static final int AT_ONCE = 128;

  /**
   * Keys of a listing that one thread takes at a time: handing each over by itself would cost more
   * than the work on it.
   */
  private static final int BUNCH = 16;

  private final FileTree tree;
  private final Link link;
  private final ObjectStore store;
  private final KeyImport keys;
  private final int atOnce;

  /** An importer of a link. Tree and store stay the caller's. */
  public Importer(FileTree tree, Link link, ObjectStore store, PendingChanges pending) {
    this(tree, link, store, pending, AT_ONCE);
  }

  /**
   * The same with a bound of its own.
   *
   * @param atOnce keys that are worked on at once
   */
  public Importer(FileTree tree, Link link, ObjectStore store, PendingChanges pending, int atOnce) {
    this.tree = tree;
    this.link = link;
    this.store = store;
    this.keys = new KeyImport(tree, link, store, pending);
    this.atOnce = atOnce;
  }

  /**
   * Takes over what is new or changed, whatever the policies of the link say; never deletes. An
   * object that cannot be taken over is told and skipped.
   *
   * @param keyPrefix whole keys begin with it; begins with the prefix of the link
   * @param afterKey goes on behind a checkpoint; empty from the start
   * @throws StoreException when the listing fails, or the store altogether
   */
  public ImportCounts importAll(
      String keyPrefix, Optional<String> afterKey, ImportListener listener) {
    return importAll(keyPrefix, afterKey, Metadata.OF_OBJECTS, listener);
  }

  /** Where owner, mode, times and kind of an entry come from. */
  public enum Metadata {
    /** From the metadata of the object: the store is asked for each. */
    OF_OBJECTS,
    /**
     * From nowhere: new ones are as of an object without metadata, others stay as they are. For
     * buckets that no program with POSIX metadata has written; the listing tells all.
     */
    NONE
  }

  /** The same with a choice. */
  public ImportCounts importAll(
      String keyPrefix, Optional<String> afterKey, Metadata metadata, ImportListener listener) {
    Progress progress = new Progress(tree, link, listener);
    try (Descriptor base = open();
        Stream<Listing.Entry> listing = store.walk(link.bucket(), keyPrefix, afterKey)) {
      DirectoryTimes times = new DirectoryTimes(tree, link, base);
      BiConsumer<String, Applied> results =
          (key, applied) -> {
            times.tell(key.substring(link.prefix().length()), applied);
            progress.tell(key, applied);
          };
      try (Crew<List<Done>> crew =
          new Crew<>(
              atOnce,
              (_, bunch) -> bunch.forEach(done -> results.accept(done.key(), done.applied())))) {
        Iterator<Listing.Entry> entries = listing.iterator();
        while (entries.hasNext()) {
          List<Listing.Entry> bunch = bunch(entries);
          crew.submit(bunch.getFirst().key(), () -> apply(base, bunch, metadata));
        }
        crew.drain();
      }
      times.end();
      return progress.end();
    }
  }

  private record Done(String key, Applied applied) {}

  private static List<Listing.Entry> bunch(Iterator<Listing.Entry> entries) {
    List<Listing.Entry> bunch = new ArrayList<>(BUNCH);
    while (bunch.size() < BUNCH && entries.hasNext()) {
      bunch.add(entries.next());
    }
    return bunch;
  }

  private List<Done> apply(Descriptor base, List<Listing.Entry> bunch, Metadata metadata) {
    List<Done> done = new ArrayList<>(bunch.size());
    for (Listing.Entry entry : bunch) {
      Listed listed =
          metadata == Metadata.NONE ? Listed.plain(link.bucket(), entry) : Listed.of(entry);
      done.add(
          new Done(entry.key(), keys.apply(base, entry.key(), Optional.of(listed), Policy.TASK)));
    }
    return done;
  }

  /**
   * Takes over one object in the same way.
   *
   * @param key whole key
   * @return no counts when there is no such object
   * @throws StoreException when the store fails altogether
   */
  public ImportCounts importOne(String key, ImportListener listener) {
    try (Descriptor base = open()) {
      Applied applied = keys.apply(base, key, Optional.empty(), Policy.TASK);
      if (applied.outcome() == Applied.Outcome.IGNORED) {
        return ImportCounts.NONE;
      }
      Progress progress = new Progress(tree, link, listener);
      progress.tell(key, applied);
      return progress.end();
    }
  }

  /**
   * Brings one key in step: asks the store for the object and does what the policies of the link
   * say.
   *
   * @param key whole key
   * @throws StoreException when the fault concerns more than this object; trying later may help
   */
  public Applied apply(String key) {
    try (Descriptor base = open()) {
      return keys.applyOne(base, key, Policy.of(link));
    }
  }

  /**
   * Compares everything the store lists with everything in the directory and brings in step what
   * differs, by the policies of the link: what events have missed. A listing that fails ends it,
   * and nothing is deleted because of what was not listed.
   *
   * @param after goes on behind a checkpoint of a comparison that did not end; empty from the
   *     start. A directory without an object that was to go right then is left to the next
   *     comparison
   * @param listener hears counts of the keys that are listed or gone
   * @throws StoreException when the listing fails, or the store altogether
   */
  public ImportCounts reconcile(Optional<String> after, ImportListener listener) {
    Progress progress = new Progress(tree, link, listener);
    try (Descriptor base = open();
        Stream<Listing.Entry> listing = store.walk(link.bucket(), link.prefix(), after);
        Crew<Applied> crew = new Crew<>(atOnce, progress::tell)) {
      Optional<String> key = after.map(KeyPaths.of(link)::relative);
      new Reconciliation(tree, link, keys, crew, progress::tell, base)
          .run(key.orElse(""), listing.iterator());
      return progress.end();
    }
  }

  /**
   * Takes an object over, or its absence, whatever the policies of the link say and whatever local
   * changes wait: an export found that it is not what the entry last agreed with. What changed
   * locally is kept aside.
   *
   * @param key whole key
   * @throws StoreException when the fault concerns more than this object; trying later may help
   */
  public Applied takeOver(String key) {
    KeyImport forced = new KeyImport(tree, link, store, PendingChanges.NONE);
    try (Descriptor base = open()) {
      return forced.apply(base, key, Optional.empty(), Policy.ALL);
    }
  }

  /**
   * Makes a stub whose object turned out to be another one that of the present object: size,
   * metadata and ETag. For readers that wait for its content; policies do not matter, as the old
   * content cannot be had any more.
   *
   * @param stub open for reading and writing
   * @param state what it showed when its content was asked for
   * @return whether it shows another object version now
   * @throws StoreException when the store cannot be asked
   */
  public boolean refresh(Descriptor stub, FileState state) {
    return keys.refresh(stub, state);
  }

  private Descriptor open() {
    try {
      return tree.open(link);
    } catch (LinuxException e) {
      throw Problem.of(
              Kind.CONFLICT,
              "linked_directory_missing",
              "The linked directory /" + link.directory() + " cannot be opened.")
          .withRemedy("Make the directory again, or delete the link.")
          .toException(e);
    }
  }
}
