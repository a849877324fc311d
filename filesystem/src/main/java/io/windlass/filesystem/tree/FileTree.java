package io.windlass.filesystem.tree;

import static java.util.Objects.requireNonNull;

import io.windlass.filesystem.known.KnownObjects;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileStates;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import io.windlass.linux.Processes;
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
  private final boolean lazy;
  private final Unfinished unfinished;
  private final Drafts drafts;
  private final Conflicts conflicts;
  private final Succession succession;
  private final Map<Long, KeyLocks> locks = new ConcurrentHashMap<>();
  private final Map<Long, KnownObjects> known = new ConcurrentHashMap<>();

  /**
   * A tree below an open root, which stays the caller's. What a process that died has left
   * unfinished is put in order at once.
   *
   * @param lazy how stubs are made; empty where content is fetched at import
   */
  public FileTree(Descriptor root, FileStates states, Optional<LazyContent> lazy) {
    Processes.ignoreLeaseSignals();
    this.root = requireNonNull(root, "root");
    this.states = requireNonNull(states, "states");
    this.lazy = lazy.isPresent();
    this.unfinished = new Unfinished(root);
    this.drafts = new Drafts(states, lazy, unfinished);
    this.conflicts = new Conflicts(root);
    this.succession = new Succession(states, lazy, conflicts);
    unfinished.recover(succession::decideLate);
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
    return lazy;
  }

  /** The locks that import, export and release of a link share. */
  public KeyLocks locks(Link link) {
    return locks.computeIfAbsent(link.number(), _ -> new KeyLocks());
  }

  /**
   * What the link last knew of its objects; whoever brings an entry and its object in step, or
   * takes one away, says so there.
   */
  public KnownObjects known(Link link) {
    return known.computeIfAbsent(
        link.number(),
        number -> {
          try (Descriptor directory = knownDirectory()) {
            return KnownObjects.open(directory, Long.toString(number));
          }
        });
  }

  private Descriptor knownDirectory() {
    try {
      root.makeDirectory(KeyPaths.KNOWN, 0700);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    return root.open(KeyPaths.KNOWN, OpenFlags.READ | OpenFlags.DIRECTORY, 0);
  }

  /** Drops what a link that is no more knew of its objects. */
  public void forget(Link link) {
    KnownObjects objects = known.remove(link.number());
    if (objects != null) {
      objects.close();
    }
    try (Descriptor directory = knownDirectory()) {
      KnownObjects.delete(directory, Long.toString(link.number()));
    }
  }

  /** What local files lost their place to objects. */
  public Conflicts conflicts() {
    return conflicts;
  }

  /** Opens the linked directory; the caller closes it. */
  public Descriptor open(Link link) {
    return link.directory().isEmpty() ? root.duplicate() : openDirectory(root, link.directory());
  }

  /** Makes the linked directory, and those above it, where they are missing. */
  public void makeLinkedDirectory(Link link) {
    makeDirectories(root, link.directory());
  }

  /**
   * Makes a directory and those above it where they are missing: root:root, mode 755. What is there
   * already is left, whatever it is.
   */
  public void makeDirectories(Descriptor base, String path) {
    if (path.isEmpty() || makeDirectory(base, path)) {
      return;
    }
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      makeDirectories(base, path.substring(0, slash));
    }
    makeDirectory(base, path);
  }

  /** Whether something of that name is there now; not so when its parent is missing. */
  private static boolean makeDirectory(Descriptor base, String path) {
    try {
      base.makeDirectory(path, ObjectMetadata.DEFAULT_PERMISSIONS);
    } catch (LinuxException e) {
      if (e.errno() == Errno.EEXIST || e.errno() == Errno.ENOENT) {
        return e.errno() == Errno.EEXIST;
      }
      throw e;
    }
    try (Descriptor made = openDirectory(base, path)) {
      // whatever the umask of the process is
      made.mode(ObjectMetadata.DEFAULT_PERMISSIONS);
    }
    return true;
  }

  static Descriptor openDirectory(Descriptor base, String path) {
    return base.open(path, OpenFlags.READ | OpenFlags.DIRECTORY, 0);
  }

  /**
   * What is at a path now.
   *
   * @throws LinuxException also when something on the way is no directory (ENOTDIR), and when the
   *     kernel encrypts what is there, or the directory where nothing is ({@link Encrypted})
   */
  public Optional<Entry> look(Descriptor base, String path) {
    Optional<Entry> found = look(states, base, path);
    found.ifPresentOrElse(
        entry -> Encrypted.refuse(entry.status()), () -> Encrypted.refuseAbsence(base, path));
    return found;
  }

  static Optional<Entry> look(FileStates states, Descriptor base, String path) {
    int slash = path.lastIndexOf('/');
    try {
      if (slash < 0) {
        return lookIn(states, base, path);
      }
      int flags = OpenFlags.PATH | OpenFlags.DIRECTORY;
      try (Descriptor directory = base.open(path.substring(0, slash), flags, 0)) {
        return lookIn(states, directory, path.substring(slash + 1));
      }
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<Entry> lookIn(FileStates states, Descriptor directory, String name) {
    FileStatus status = directory.status(name);
    return Optional.of(new Entry(status, state(states, directory, name, status)));
  }

  private static Optional<FileState> state(
      FileStates states, Descriptor base, String path, FileStatus status) {
    return status.isDirectory() || status.isFile() || status.isSymbolicLink()
        ? states.read(base, path)
        : Optional.empty();
  }

  /**
   * Makes a new entry.
   *
   * @return false when something is there already
   */
  public boolean create(Descriptor directory, String name, Draft draft) {
    if (draft instanceof Draft.Stub stub) {
      return drafts.place(directory, name, stub);
    }
    Unfinished.Item item = drafts.make(draft);
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
    Unfinished.Item made = drafts.make(draft);
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
    return succession.decide(item, draft.state(), link, path);
  }

  /**
   * Removes a file or symbolic link; what changed locally is moved aside instead.
   *
   * @param known what it was known to be
   */
  public Replacement remove(
      Descriptor directory, String name, FileState known, Link link, String path) {
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
    return succession.decide(item, known, link, path);
  }

  /**
   * Whether a file or symbolic link holds what its object does not: it is marked so, somebody has
   * it open for writing, or it differs in size, or in time and, as far as the ETag tells, in bytes.
   *
   * @param state what it knows of its object
   */
  public boolean changedLocally(
      Descriptor directory, String name, FileStatus status, FileState state) {
    return Succession.changed(directory, name, status, state);
  }

  /**
   * Takes an entry for the object whose content it has: gives it the state and the metadata.
   * Directories have no content, so any may be taken.
   *
   * @param name of an entry, or {@code .} for the open directory itself
   */
  public void adopt(Descriptor directory, String name, FileState state, EntryMetadata metadata) {
    if (!name.equals(".") && directory.status(name).isSymbolicLink()) {
      metadata.applyToLink(directory, name);
      drafts.writeLinkState(directory, name, state);
      return;
    }
    try (Descriptor entry = directory.open(name, OpenFlags.READ | OpenFlags.NON_BLOCKING, 0)) {
      metadata.applyRights(entry);
      metadata.applyTimes(entry);
      states.write(entry, Drafts.asKept(entry, state));
    }
  }

  /**
   * Makes an open stub that of another object version, so that who waits for its content gets that
   * one.
   *
   * @return false when part of the content is here and in use already
   */
  public boolean refresh(Descriptor stub, Draft.Stub draft) {
    return drafts.stub(stub, draft);
  }

  /** Waits until everything that was made is on the disk. */
  public void sync() {
    root.syncFileSystem();
  }

  /** Frees what the tree itself has opened; the root stays open. */
  @Override
  public void close() {
    unfinished.close();
    known.values().forEach(KnownObjects::close);
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
