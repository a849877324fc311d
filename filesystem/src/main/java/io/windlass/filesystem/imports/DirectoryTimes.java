package io.windlass.filesystem.imports;

import io.windlass.filesystem.imports.Applied.Outcome;
import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Gives directories back the times that their markers name: making an entry in a directory changes
 * its time, so this comes after the last of them. Hears results in the order of keys, and holds the
 * directories on the way to the present key alone. Not thread-safe.
 */
final class DirectoryTimes {
  private final FileTree tree;
  private final Link link;
  private final Descriptor base;
  private final Deque<Level> levels = new ArrayDeque<>();

  DirectoryTimes(FileTree tree, Link link, Descriptor base) {
    this.tree = tree;
    this.link = link;
    this.base = base;
  }

  private static final class Level {
    /** Key of the marker, without the prefix of the link. */
    final String key;

    boolean touched;

    Level(String key) {
      this.key = key;
    }
  }

  /**
   * What became of a key.
   *
   * @param key without the prefix of the link
   */
  void tell(String key, Applied applied) {
    while (!levels.isEmpty() && !key.startsWith(levels.getFirst().key)) {
      leave(levels.pop());
    }
    int from = levels.isEmpty() ? 0 : levels.getFirst().key.length();
    for (int slash = key.indexOf('/', from); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      levels.push(new Level(key.substring(0, slash + 1)));
    }
    if (applied.outcome() == Outcome.CREATED || applied.outcome() == Outcome.REPLACED) {
      levels.forEach(level -> level.touched = true);
    }
  }

  /** There are no more keys. */
  void end() {
    while (!levels.isEmpty()) {
      leave(levels.pop());
    }
  }

  private void leave(Level level) {
    if (!level.touched || level.key.contains("//")) {
      return;
    }
    String path = level.key.substring(0, level.key.length() - 1);
    try (Descriptor directory = base.open(path, OpenFlags.READ | OpenFlags.DIRECTORY, 0)) {
      Optional<FileState> known =
          tree.states()
              .read(directory)
              .filter(s -> s.link() == link.number() && s.key().equals(level.key));
      known.ifPresent(state -> directory.times(Descriptor.TIME_UNCHANGED, state.modified()));
    } catch (LinuxException e) {
      // gone, or no directory: whatever was wrong was reported for its keys
      if (e.errno() != Errno.ENOENT
          && e.errno() != Errno.ENOTDIR
          && e.errno() != Errno.ELOOP
          && e.errno() != Errno.ENAMETOOLONG
          && e.errno() != Errno.EXDEV
          && e.errno() != Errno.EINVAL) {
        throw e;
      }
    }
  }
}
