package io.windlass.filesystem.tree;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileStates;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.Optional;

/** Makes entries that have no place yet. Thread-safe. */
final class Drafts {
  private static final int OWNER_ONLY = 0600;

  private final FileStates states;
  private final Optional<LazyContent> lazy;
  private final Unfinished unfinished;

  Drafts(FileStates states, Optional<LazyContent> lazy, Unfinished unfinished) {
    this.states = states;
    this.lazy = lazy;
    this.unfinished = unfinished;
  }

  /**
   * Makes a stub in its place. Until it has all that it is to have, it has no name and goes with
   * this process: nothing is ever left over.
   *
   * @return false when something is there already
   */
  boolean place(Descriptor base, String path, Draft.Stub draft) {
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    if (slash < 0) {
      return placeIn(base, name, draft);
    }
    try (Descriptor directory =
        base.open(path.substring(0, slash), OpenFlags.PATH | OpenFlags.DIRECTORY, 0)) {
      return placeIn(directory, name, draft);
    }
  }

  private boolean placeIn(Descriptor directory, String name, Draft.Stub draft) {
    try (Descriptor file =
        directory.open(
            ".", OpenFlags.READ_WRITE | OpenFlags.UNNAMED, draft.metadata().permissions())) {
      lazy.orElseThrow().makeNewStub(file, draft.state());
      finish(file, draft);
      file.link(directory, name);
      return true;
    } catch (LinuxException e) {
      if (e.errno() == Errno.EEXIST) {
        return false;
      }
      throw e;
    }
  }

  /** An entry with all that it is to have but its name. */
  Unfinished.Item make(Draft draft) {
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
      if (!stub(file, draft)) {
        throw new IllegalStateException("a new file is in use: " + item.name());
      }
    }
  }

  /** Makes a file a stub; false when it has content that someone uses. */
  boolean stub(Descriptor file, Draft.Stub draft) {
    if (!lazy.orElseThrow().makeStub(file, draft.state())) {
      return false;
    }
    finish(file, draft);
    return true;
  }

  /** Owner, permissions and times of a stub; what it has already is not given again. */
  private void finish(Descriptor file, Draft.Stub draft) {
    draft.metadata().applyTimes(file);
    FileStatus status = file.status();
    Encrypted.refuse(status);
    draft.metadata().applyRights(file, status);
    if (status.modified() != draft.state().modified()) {
      states.write(file, draft.state().withModified(status.modified()));
    }
  }

  private void makeWhole(Unfinished.Item item, Draft.Whole draft) {
    try (Descriptor file = newFile(item)) {
      draft.content().writeTo(file);
      if (draft.state().size() > 0) {
        file.dataSync();
      }
      draft.metadata().applyRights(file);
      draft.metadata().applyTimes(file);
      states.write(file, asKept(file, draft.state()));
    }
  }

  private static Descriptor newFile(Unfinished.Item item) {
    return item.directory()
        .open(
            item.name(), OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE, OWNER_ONLY);
  }

  /** The state with the time that the file system really keeps; not all keep every nanosecond. */
  static FileState asKept(Descriptor entry, FileState state) {
    long kept = entry.status().modified();
    return kept == state.modified() ? state : state.withModified(kept);
  }

  void writeLinkState(Descriptor directory, String name, FileState state) {
    try {
      states.write(directory, name, state);
    } catch (LinuxException e) {
      // without the right to trusted attributes a symbolic link has none: its target says enough
      if (e.errno() != Errno.EPERM && e.errno() != Errno.EOPNOTSUPP) {
        throw e;
      }
    }
  }
}
