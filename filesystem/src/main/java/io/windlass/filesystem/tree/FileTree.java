package io.windlass.filesystem.tree;

import static java.util.Objects.requireNonNull;

import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.linux.Descriptor;
import io.windlass.filesystem.linux.Errno;
import io.windlass.filesystem.linux.FileStatus;
import io.windlass.filesystem.linux.LinuxException;
import io.windlass.filesystem.linux.OpenFlags;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileStates;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One mounted file system as the engines of links see it. All access is relative to its private
 * root, stays below it and follows no symbolic link. Entries that are made appear whole or not at
 * all; entries that are replaced or removed are judged after they have left their place, so that a
 * change by a user is never lost, however late it comes.
 *
 * <p>Thread-safe. Every failure of the file system is a {@link LinuxException}.
 */
public final class FileTree implements AutoCloseable {
  private final Descriptor root;
  private final FileStates states;
  private final Optional<LazyContent> lazy;
  private final Unfinished unfinished;
  private final Conflicts conflicts;
  private final Map<Long, KeyLocks> locks = new ConcurrentHashMap<>();

  /**
   * A tree below an open root, which stays the caller's. What a process that died has left
   * unfinished is put in order at once.
   *
   * @param lazy how stubs are made; empty where content is fetched at import
   */
  public FileTree(Descriptor root, FileStates states, Optional<LazyContent> lazy) {
    this.root = requireNonNull(root, "root");
    this.states = requireNonNull(states, "states");
    this.lazy = requireNonNull(lazy, "lazy");
    this.unfinished = new Unfinished(root);
    this.conflicts = new Conflicts(root);
    unfinished.recover(item -> judge(item, "recovered", item.name(), Optional.empty()));
  }

  /** The root of the file system. */
  public Descriptor root() {
    return root;
  }

  /** Where the state of entries is kept. */
  public FileStates states() {
    return states;
  }

  /** Whether files can be stubs. */
  public boolean lazy() {
    return lazy.isPresent();
  }

  /** The locks that import, export and release of a link share. */
  public KeyLocks locks(Link link) {
    return locks.computeIfAbsent(link.number(), _ -> new KeyLocks());
  }

  /** What local files lost their place to objects. */
  public Conflicts conflicts() {
    return conflicts;
  }

  /** Opens the linked directory; the caller closes it. */
  public Descriptor open(Link link) {
    return link.directory().isEmpty()
        ? root.duplicate()
        : root.open(link.directory(), OpenFlags.READ | OpenFlags.DIRECTORY, 0);
  }

  /** Makes the linked directory, and those above it, where they are missing. */
  public void makeLinkedDirectory(Link link) {
    makeDirectories(root, link.directory());
  }

  /** Makes a directory and those above it where they are missing: root:root, mode 755. */
  public void makeDirectories(Descriptor base, String path) {
    int slash = path.lastIndexOf('/');
    if (path.isEmpty() || makeDirectory(base, path)) {
      return;
    }
    if (slash > 0) {
      makeDirectories(base, path.substring(0, slash));
    }
    makeDirectory(base, path);
  }

  /** Whether the directory is there now; not so when its parent is missing. */
  private static boolean makeDirectory(Descriptor base, String path) {
    try {
      base.makeDirectory(path, ObjectMetadata.DEFAULT_PERMISSIONS);
      try (Descriptor made = base.open(path, OpenFlags.READ | OpenFlags.DIRECTORY, 0)) {
        // whatever the umask of the process is
        made.mode(ObjectMetadata.DEFAULT_PERMISSIONS);
      }
      return true;
    } catch (LinuxException e) {
      if (e.errno() == Errno.EEXIST) {
        return true;
      }
      if (e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }

  /**
   * What is at a path now.
   *
   * @throws LinuxException also when something on the way is no directory (ENOTDIR)
   */
  public Optional<Entry> look(Descriptor base, String path) {
    try {
      FileStatus status = base.status(path);
      return Optional.of(new Entry(status, state(base, path, status)));
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<FileState> state(Descriptor base, String path, FileStatus status) {
    if (status.isDirectory()) {
      try (Descriptor directory = base.open(path, OpenFlags.READ | OpenFlags.DIRECTORY, 0)) {
        return states.read(directory);
      }
    }
    return status.isFile() || status.isSymbolicLink() ? states.read(base, path) : Optional.empty();
  }

  /**
   * Makes a new entry.
   *
   * @return false when something is there already
   */
  public boolean create(Descriptor directory, String name, Draft draft) {
    Unfinished.Item item = make(draft);
    try {
      item.directory().rename(item.name(), directory, name, true);
      return true;
    } catch (LinuxException e) {
      item.remove();
      if (e.errno() == Errno.EEXIST) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Puts a new entry in the place of a file or symbolic link. Whoever has the old one open goes on
   * with it.
   *
   * @param path of the entry below the linked directory, for the record of a conflict
   */
  public Replacement replace(
      Descriptor directory, String name, Draft draft, Link link, String path) {
    Unfinished.Item made = make(draft);
    Unfinished.Item item = unfinished.replaced();
    try {
      made.directory().rename(made.name(), item.directory(), item.name(), true);
      item.directory().exchange(item.name(), directory, name);
    } catch (LinuxException e) {
      made.remove();
      item.remove();
      if (e.errno() == Errno.ENOENT) {
        return new Replacement.Gone();
      }
      throw e;
    }
    if (item.directory().status(item.name()).isDirectory()) {
      item.directory().exchange(item.name(), directory, name);
      item.remove();
      return new Replacement.OtherKind();
    }
    return judge(item, link.id(), path, Optional.of(draft.state()));
  }

  /** Removes a file or symbolic link; what changed locally is moved aside instead. */
  public Replacement remove(
      Descriptor directory, String name, Link link, String path, FileState known) {
    Unfinished.Item item = unfinished.replaced();
    try {
      directory.rename(name, item.directory(), item.name(), true);
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT) {
        return new Replacement.Gone();
      }
      throw e;
    }
    if (item.directory().status(item.name()).isDirectory()) {
      item.directory().rename(item.name(), directory, name, true);
      return new Replacement.OtherKind();
    }
    return judge(item, link.id(), path, Optional.of(known));
  }

  /**
   * Decides about an entry that has lost its place: what is in the bucket, or was, goes; what only
   * is here is moved aside.
   *
   * @param successor what the entry must know to be of the same object; empty when that is not
   *     known any more
   */
  private Replacement judge(
      Unfinished.Item item, String linkId, String path, Optional<FileState> successor) {
    Optional<Entry> found = look(item.directory(), item.name());
    if (found.isEmpty()) {
      return new Replacement.Gone();
    }
    Entry entry = found.get();
    Optional<FileState> known =
        entry.state().filter(state -> successor.isEmpty() || sameObject(state, successor.get()));
    if (known.isPresent()
        && !changedLocally(item.directory(), item.name(), entry.status(), known.get())) {
      item.remove();
      return new Replacement.Done(Optional.empty());
    }
    if (entry.state().filter(s -> s.content() == FileState.Content.RELEASED).isPresent()) {
      restore(item);
    }
    return new Replacement.Done(
        Optional.of(conflicts.moveAside(item.directory(), item.name(), states, linkId, path)));
  }

  private static boolean sameObject(FileState state, FileState other) {
    return state.link() == other.link() && state.key().equals(other.key());
  }

  /**
   * A stub that was renamed: its bytes are those of another key, and are to be had now or never.
   */
  private void restore(Unfinished.Item item) {
    LazyContent content = lazy.orElseThrow();
    try (Descriptor stub =
        item.directory().open(item.name(), OpenFlags.READ | OpenFlags.NO_FOLLOW, 0)) {
      content.restore(stub);
    }
  }

  /**
   * Whether a file or symbolic link holds what its object does not: it is marked so, somebody has
   * it open for writing, or it differs in size, or in time and, as far as the ETag tells, in bytes.
   */
  public boolean changedLocally(
      Descriptor directory, String name, FileStatus status, FileState state) {
    if (!status.isFile()) {
      return Entry.differs(status, state);
    }
    if (state.content() == FileState.Content.RELEASED) {
      return false;
    }
    try (Descriptor file =
        directory.open(name, OpenFlags.READ | OpenFlags.NON_BLOCKING | OpenFlags.NO_FOLLOW, 0)) {
      if (state.changed() || status.size() != state.size() || file.hasWriters()) {
        return true;
      }
      return status.modified() != state.modified() && !Digests.matches(file, state.etag());
    }
  }

  /**
   * Takes a local file or symbolic link for the object whose content it has: gives it the state and
   * the metadata.
   */
  public void adopt(Descriptor directory, String name, FileState state, EntryMetadata metadata) {
    FileStatus status = directory.status(name);
    if (status.isSymbolicLink()) {
      metadata.applyToLink(directory, name);
      writeLinkState(directory, name, state);
      return;
    }
    int kind = status.isDirectory() ? OpenFlags.DIRECTORY : OpenFlags.NON_BLOCKING;
    try (Descriptor entry = directory.open(name, OpenFlags.READ | kind, 0)) {
      metadata.applyRights(entry);
      metadata.applyTimes(entry);
      states.write(entry, asKept(entry, state));
    }
  }

  /** Waits until everything that was made is on the disk. */
  public void sync() {
    root.syncFileSystem();
  }

  private Unfinished.Item make(Draft draft) {
    Unfinished.Item item = unfinished.draft();
    try {
      switch (draft) {
        case Draft.SymbolicLink link -> {
          item.directory().symlink(link.target(), item.name());
          link.metadata().applyToLink(item.directory(), item.name());
          writeLinkState(item.directory(), item.name(), link.state());
        }
        case Draft.Stub stub -> makeStub(item, stub);
        case Draft.Whole whole -> makeWhole(item, whole);
      }
      return item;
    } catch (RuntimeException e) {
      item.remove();
      throw e;
    }
  }

  private void makeStub(Unfinished.Item item, Draft.Stub draft) {
    try (Descriptor file = newFile(item)) {
      draft.metadata().applyRights(file);
      lazy.orElseThrow().makeStub(file, draft.state());
      draft.metadata().applyTimes(file);
      FileState kept = asKept(file, draft.state());
      if (!kept.equals(draft.state())) {
        states.write(file, kept);
      }
    }
  }

  private void makeWhole(Unfinished.Item item, Draft.Whole draft) {
    try (Descriptor file = newFile(item)) {
      draft.content().writeTo(file);
      file.dataSync();
      draft.metadata().applyRights(file);
      draft.metadata().applyTimes(file);
      states.write(file, asKept(file, draft.state()));
    }
  }

  private static Descriptor newFile(Unfinished.Item item) {
    return item.directory()
        .open(item.name(), OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE, 0600);
  }

  /** The state with the time that the file system really keeps; not all keep every nanosecond. */
  private static FileState asKept(Descriptor entry, FileState state) {
    long kept = entry.status().modified();
    return kept == state.modified() ? state : state.withModified(kept);
  }

  private void writeLinkState(Descriptor directory, String name, FileState state) {
    try {
      states.write(directory, name, state);
    } catch (LinuxException e) {
      // without the right to trusted attributes a symbolic link has none: its target says enough
      if (e.errno() != Errno.EPERM && e.errno() != Errno.EOPNOTSUPP) {
        throw e;
      }
    }
  }

  /** Frees what the tree itself has opened; the root stays open. */
  @Override
  public void close() {
    unfinished.close();
  }

  /** What became of an entry that was to lose its place. */
  public sealed interface Replacement {
    /**
     * It is gone from its place.
     *
     * @param aside where a local change was moved to, below the root of the file system
     */
    record Done(Optional<String> aside) implements Replacement {}

    /** There was nothing any more. */
    record Gone() implements Replacement {}

    /** A directory was there by then; nothing is changed. */
    record OtherKind() implements Replacement {}
  }
}
