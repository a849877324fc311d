package io.windlass.filesystem.imports;

import io.windlass.filesystem.imports.Applied.Outcome;
import io.windlass.filesystem.known.KnownObjects.Knowledge;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.FileTree.Replacement;
import io.windlass.filesystem.tree.KeyLocks.Held;
import io.windlass.filesystem.tree.KeyPath;
import io.windlass.filesystem.tree.KeyPaths;
import io.windlass.filesystem.tree.PendingChanges;
import io.windlass.filesystem.tree.ReportCode;
import io.windlass.linux.Descriptor;
import io.windlass.linux.LinuxException;
import io.windlass.objectstore.Listing;
import io.windlass.objectstore.ObjectFacts;
import io.windlass.objectstore.ObjectId;
import io.windlass.objectstore.ObjectStore;
import io.windlass.objectstore.StoreException;
import io.windlass.objectstore.StoreFailure;
import io.windlass.objectstore.SystemMetadata;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Brings the entry of one key in step with what the store says of the key now, whatever made us
 * look. Thread-safe.
 */
final class KeyImport {
  /** How often an object or entry may change under our hands before we give up. */
  private static final int ATTEMPTS = 5;

  /** After these the entry agrees with the object. */
  private static final Set<Outcome> IN_STEP =
      EnumSet.of(Outcome.CREATED, Outcome.REPLACED, Outcome.ADOPTED, Outcome.UNCHANGED);

  private final FileTree tree;
  private final Link link;
  private final ObjectStore store;
  private final KeyPaths paths;
  private final FileImport files;
  private final DirectoryImport directories;

  KeyImport(FileTree tree, Link link, ObjectStore store, PendingChanges pending) {
    this.tree = tree;
    this.link = link;
    this.store = store;
    this.paths = KeyPaths.of(link);
    this.files = new FileImport(tree, link, new ObjectDrafts(store, link, tree.lazy()), pending);
    this.directories = new DirectoryImport(tree, link, pending);
  }

  /** As {@link #apply} for one who can ask again later: whatever may pass is thrown. */
  Applied applyOne(Descriptor base, String key, Policy policy) {
    return applyOnce(base, key, Optional.empty(), policy);
  }

  /**
   * Looks at the key on both sides and acts by the policy. An object that the store alone fails on
   * is no reason to give up all others.
   *
   * @param base the linked directory
   * @param key whole key
   * @param listed what a listing has just said, which may spare the question; else empty
   * @throws StoreException when the fault concerns more than this object
   */
  Applied apply(Descriptor base, String key, Optional<Listed> listed, Policy policy) {
    try {
      return applyOnce(base, key, listed, policy);
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.Unreachable) {
        // fails itself when the store as a whole does not answer
        isListed(key);
        return Applied.failed(ReportCode.S3_ERROR, e.problem().message());
      }
      throw e;
    }
  }

  private Applied applyOnce(Descriptor base, String key, Optional<Listed> listed, Policy policy) {
    KeyPath place = paths.toPath(key);
    if (place instanceof KeyPath.Unsuitable(ReportCode code, String reason)) {
      return Applied.failed(code, reason);
    }
    boolean directory = place instanceof KeyPath.Directory;
    String path =
        switch (place) {
          case KeyPath.Directory(String p) -> p;
          case KeyPath.File(String p) -> p;
          case KeyPath.Unsuitable _ -> throw new IllegalStateException();
        };
    Target target = new Target(base, key, path, directory);
    try (Held _ = tree.locks(link).lock(path)) {
      return apply(target, listed, policy);
    } catch (LinuxException e) {
      return Faults.of(e);
    }
  }

  /** See {@link Importer#refresh}. */
  boolean refresh(Descriptor stub, FileState state) {
    String key = link.prefix() + state.key();
    try (Held _ = tree.locks(link).lock(state.key())) {
      Optional<FileState> now = tree.states().read(stub);
      if (state.link() != link.number() || !now.equals(Optional.of(state))) {
        return now.isPresent() && !now.get().etag().equals(state.etag());
      }
      Optional<ObjectFacts> taken = head(key).filter(facts -> files.refresh(stub, state, facts));
      taken.ifPresent(facts -> tree.known(link).put(state.key(), facts.etag()));
      return taken.isPresent();
    }
  }

  /**
   * What a listing has said of an object.
   *
   * @param facts all that is to be known of it; absent when the store is to be asked for metadata
   */
  record Listed(String etag, Optional<ObjectFacts> facts) {
    static Listed of(Listing.Entry entry) {
      return new Listed(entry.etag(), Optional.empty());
    }

    /** Of an object whose metadata are nobody's business. */
    static Listed plain(String bucket, Listing.Entry entry) {
      return new Listed(
          entry.etag(),
          Optional.of(
              new ObjectFacts(
                  ObjectId.of(bucket, entry.key()),
                  entry.size(),
                  entry.etag(),
                  entry.lastModified(),
                  SystemMetadata.NONE,
                  entry.storageClass(),
                  Optional.empty(),
                  Map.of(),
                  Optional.empty(),
                  Optional.empty(),
                  OptionalInt.empty())));
    }
  }

  private record Target(Descriptor base, String key, String path, boolean directory) {
    String stateKey() {
      return directory ? DirectoryImport.stateKey(path) : path;
    }
  }

  private Applied apply(Target target, Optional<Listed> listed, Policy policy) {
    Applied last = Applied.failed(ReportCode.RESOURCE_BUSY, "The entry keeps changing.");
    boolean unseen = isUnseen(target, listed);
    Optional<ObjectFacts> told = listed.flatMap(Listed::facts);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      boolean first = attempt == 0;
      Optional<Entry> local = unseen && first ? Optional.empty() : look(target);
      Optional<FileState> known = local.flatMap(e -> e.known(link, target.stateKey()));
      Optional<String> listedEtag = listed.map(Listed::etag);
      if (listed.isPresent() && known.map(FileState::etag).equals(listedEtag)) {
        agrees(target.stateKey(), listed.get().etag());
        return Applied.of(Outcome.UNCHANGED);
      }
      try {
        Optional<ObjectFacts> facts = told.or(() -> head(target.key()));
        told = unseen && first ? facts : Optional.empty();
        Sight sight = new Sight(local, known, unseen && first);
        Optional<Applied> applied = once(target, sight, policy, facts, listed.isPresent());
        if (applied.isPresent()) {
          return applied.get();
        }
      } catch (StoreException e) {
        if (!(e.failure() instanceof StoreFailure.PreconditionFailed)
            && !(e.failure() instanceof StoreFailure.NoSuchObject)) {
          return Faults.of(e);
        }
        // the object changed between two requests: ask again
        last = Faults.of(e);
      }
    }
    return last;
  }

  /**
   * Whether a listed object is most likely a new one: then its entry is made without a look, and if
   * something is there after all, that is seen when the entry gets its name.
   */
  private boolean isUnseen(Target target, Optional<Listed> listed) {
    return listed.isPresent()
        && tree.lazy() // elsewhere an attempt in vain costs its content
        && !target.directory()
        && !tree.known(link).knows(target.stateKey());
  }

  /** Notes that an entry knows this version of its object, unless that is noted already. */
  private void agrees(String stateKey, String etag) {
    if (tree.known(link).of(stateKey, etag) != Knowledge.SAME) {
      tree.known(link).put(stateKey, etag);
    }
  }

  private Optional<Entry> look(Target target) {
    return target.path().isEmpty()
        ? Optional.of(new Entry(target.base().status(), tree.states().read(target.base())))
        : tree.look(target.base(), target.path());
  }

  /**
   * What is to be known of the local side.
   *
   * @param unseen no version of the object is known, and nobody has looked whether there is an
   *     entry
   */
  private record Sight(Optional<Entry> local, Optional<FileState> known, boolean unseen) {}

  private Optional<Applied> once(
      Target target, Sight sight, Policy policy, Optional<ObjectFacts> facts, boolean listed) {
    Optional<Entry> local = sight.local();
    if (facts.isEmpty()) {
      Optional<Applied> applied = gone(target, local, sight.known(), policy, listed);
      if (applied.filter(a -> a.outcome() != Outcome.FAILED).isPresent()) {
        tree.known(link).remove(target.stateKey());
      }
      return applied;
    }
    Optional<Applied> applied =
        target.directory()
            ? Optional.of(
                directories.apply(target.base(), target.path(), facts.get(), local, policy))
            : sight.unseen()
                ? files.applyUnseen(target.base(), target.path(), facts.get(), policy)
                : files.apply(target.base(), target.path(), facts.get(), local, policy);
    if (applied.filter(a -> IN_STEP.contains(a.outcome())).isPresent()) {
      tree.known(link).put(target.stateKey(), facts.get().etag());
    }
    return applied;
  }

  private Optional<ObjectFacts> head(String key) {
    try {
      return Optional.of(store.head(ObjectId.of(link.bucket(), key)));
    } catch (StoreException e) {
      if (e.failure() instanceof StoreFailure.NoSuchObject) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<Applied> gone(
      Target target,
      Optional<Entry> local,
      Optional<FileState> known,
      Policy policy,
      boolean listed) {
    if (!policy.deleted()) {
      return Optional.of(
          listed
              ? Applied.failed(
                  ReportCode.S3_OBJECT_NOT_FOUND, "The object was deleted since it was listed.")
              : Applied.of(Outcome.IGNORED));
    }
    if (local.isEmpty()) {
      return Optional.of(Applied.of(Outcome.UNCHANGED));
    }
    if (known.isEmpty()
        || local.get().status().isDirectory() != target.directory()
        || (!target.directory()
            && tree.changedLocally(
                target.base(), target.path(), local.get().status(), known.get()))) {
      return Optional.of(Applied.of(Outcome.KEPT));
    }
    if (isListed(target.key())) {
      return Optional.of(
          Applied.failed(
              ReportCode.S3_ERROR, "The store lists the object and says that it is not there."));
    }
    return target.directory()
        ? Optional.of(directories.remove(target.base(), target.path()))
        : removeFile(target, known.get());
  }

  private Optional<Applied> removeFile(Target target, FileState known) {
    return switch (tree.remove(target.base(), target.path(), known, link, target.path())) {
      case Replacement.Done(Optional<String> aside) ->
          Optional.of(Applied.of(Outcome.REMOVED, Optional.empty(), aside));
      case Replacement.Gone(), Replacement.OtherKind() -> Optional.empty();
    };
  }

  /**
   * Asks a second time, in another way: an answer to HEAD has no body and cannot tell a missing
   * object from a missing bucket.
   */
  private boolean isListed(String key) {
    Listing.Request request =
        new Listing.Request(
            link.bucket(), key, Optional.empty(), Optional.empty(), Optional.empty(), 1);
    return store.list(request).objects().stream().anyMatch(entry -> entry.key().equals(key));
  }
}
