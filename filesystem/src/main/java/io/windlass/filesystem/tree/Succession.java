package io.windlass.filesystem.tree;

import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.state.FileStates;
import io.windlass.filesystem.tree.FileTree.Replacement;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileStatus;
import io.windlass.linux.Leases;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about entries that have lost their place to an object: what the bucket has, or had, goes;
 * what is here alone is moved aside. Deciding afterwards leaves no moment in which a user's change
 * could be missed. Thread-safe.
 */
final class Succession {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  private final FileStates states;
  private final Optional<LazyContent> lazy;
  private final Conflicts conflicts;

  Succession(FileStates states, Optional<LazyContent> lazy, Conflicts conflicts) {
    this.states = states;
    this.lazy = lazy;
    this.conflicts = conflicts;
  }

  /** What a process that died did not decide about; its link and path are not known any more. */
  void decideLate(Unfinished.Item item) {
    FileTree.look(states, item.directory(), item.name())
        .ifPresent(entry -> decide(item, entry, entry.state(), Optional.empty(), item.name()));
  }

  /**
   * Decides about an entry.
   *
   * @param object what the entry must know to be of the object in question
   * @param path below the linked directory
   */
  Replacement decide(Unfinished.Item item, FileState object, Link link, String path) {
    Optional<Entry> found = FileTree.look(states, item.directory(), item.name());
    if (found.isEmpty()) {
      return new Replacement.Gone();
    }
    Optional<FileState> known = found.get().known(link, object.key());
    return decide(item, found.get(), known, Optional.of(link), path);
  }

  private Replacement decide(
      Unfinished.Item item,
      Entry entry,
      Optional<FileState> known,
      Optional<Link> link,
      String path) {
    if (known.isPresent() && !changed(item.directory(), item.name(), entry.status(), known.get())) {
      item.remove();
      return new Replacement.Done(Optional.empty());
    }
    if (isWhole(item, entry)) {
      states.clear(item.directory(), item.name());
    }
    return new Replacement.Done(
        Optional.of(conflicts.moveAside(item.directory(), item.name(), link, path)));
  }

  /** The bytes of a renamed stub are those of another key, and are to be had now or never. */
  private boolean isWhole(Unfinished.Item item, Entry entry) {
    if (entry.state().filter(state -> state.content() == Content.RELEASED).isEmpty()) {
      return true;
    }
    try (Descriptor stub = item.directory().open(item.name(), OpenFlags.READ, 0)) {
      lazy.orElseThrow().restore(stub);
      return true;
    } catch (RuntimeException e) {
      LOG.warn("the content of {} cannot be had; it is kept as a stub", entry.state(), e);
      return false;
    }
  }

  /** See {@link FileTree#changedLocally}. */
  static boolean changed(Descriptor directory, String name, FileStatus status, FileState state) {
    if (!status.isFile() || state.content() == Content.RELEASED) {
      return Entry.differs(status, state);
    }
    try (Descriptor file = directory.open(name, OpenFlags.READ | OpenFlags.NON_BLOCKING, 0)) {
      if (state.changed() || status.size() != state.size() || openForWriting(file)) {
        return true;
      }
      return status.modified() != state.modified() && !Digests.matches(file, state.etag());
    }
  }

  private static boolean openForWriting(Descriptor file) {
    try {
      return Leases.openForWriting(file);
    } catch (LinuxException e) {
      if (e.errno() == Errno.EACCES) {
        return false; // somebody else's file, and no right to ask
      }
      throw e;
    }
  }
}
