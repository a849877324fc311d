package io.windlass.filesystem.imports;

import io.windlass.filesystem.tree.Encrypted;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.KeyPaths;
import io.windlass.foundation.KeyOrder;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileName;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import io.windlass.linux.SortedChildren;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All entries of a linked directory in the order of their keys, a directory before what is in it.
 * Memory grows with the depth of the tree alone. What vanishes meanwhile is left out, and so are
 * names that no key can have. Not thread-safe; close it.
 */
final class TreeWalk implements AutoCloseable {
  private final FileTree tree;
  private final KeyPaths paths;
  private final Consumer<String> left;
  private final String after;
  private final Deque<Level> levels = new ArrayDeque<>();

  /**
   * A walk that has not begun.
   *
   * @param base the linked directory, which stays the caller's
   * @param left hears the path of each directory when all that is in it has been given out
   * @param after the walk begins behind this key, but gives out the directories that lead to it
   */
  TreeWalk(FileTree tree, KeyPaths paths, Descriptor base, Consumer<String> left, String after) {
    this.tree = tree;
    this.paths = paths;
    this.left = left;
    this.after = after;
    levels.push(Level.of("", base.duplicate()));
  }

  /**
   * An entry and the key it has without the prefix of the link.
   *
   * @param entry as it was when the walk came by
   */
  record Found(String stateKey, String path, Entry entry) {}

  private record Level(String path, Descriptor directory, SortedChildren children) {
    static Level of(String path, Descriptor directory) {
      try {
        return new Level(path, directory, SortedChildren.of(directory));
      } catch (RuntimeException e) {
        directory.close();
        throw e;
      }
    }

    void close() {
      children.close();
      directory.close();
    }
  }

  /** The next entry; null at the end. */
  @Nullable Found next() {
    while (!levels.isEmpty()) {
      Level level = levels.getFirst();
      if (!level.children().hasNext()) {
        levels.pop().close();
        left.accept(level.path());
        continue;
      }
      SortedChildren.Name name = level.children().next();
      String path = level.path().isEmpty() ? name.name() : level.path() + "/" + name.name();
      if (!FileName.isText(name.name()) || paths.reserved(path)) {
        continue;
      }
      String key = paths.stateKey(path, name.directory());
      if (KeyOrder.compare(key, after) <= 0 && !(name.directory() && after.startsWith(key))) {
        continue;
      }
      Optional<Entry> entry = look(level, name.name());
      // what has become another kind since the directory was read stands in the wrong place
      if (entry.isPresent() && entry.get().status().isDirectory() == name.directory()) {
        if (!name.directory() || descend(level, name.name(), path)) {
          return new Found(key, path, entry.get());
        }
      }
    }
    return null;
  }

  /** Empty also for what links leave out. */
  private Optional<Entry> look(Level level, String name) {
    try {
      return tree.look(level.directory(), name);
    } catch (LinuxException e) {
      if (Encrypted.isMeant(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean descend(Level level, String name, String path) {
    try {
      levels.push(
          Level.of(path, level.directory().open(name, OpenFlags.READ | OpenFlags.DIRECTORY, 0)));
      return true;
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
        throw e;
      }
      return false;
    }
  }

  @Override
  public void close() {
    levels.forEach(Level::close);
    levels.clear();
  }
}
