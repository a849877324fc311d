package io.windlass.filesystem.exports;

import io.windlass.linux.Child;
import io.windlass.linux.Children;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * Visits everything below a directory, parents before children. Memory holds one open directory for
 * each level.
 */
final class TreeWalk {
  private final Descriptor base;
  private final Predicate<String> leftOut;

  /**
   * A walk of what is below an open directory.
   *
   * @param leftOut paths that are not visited, with all below them
   */
  TreeWalk(Descriptor base, Predicate<String> leftOut) {
    this.base = base;
    this.leftOut = leftOut;
  }

  /** Sees an entry. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One entry, relative to the base.
     *
     * @param directory whether it is a directory, whose entries come next
     */
    void visit(String path, boolean directory);
  }

  /**
   * Visits an entry and everything below it; the base itself, named by an empty path, is not
   * visited. What vanishes meanwhile is left out.
   *
   * @return whether there was anything at the path
   */
  boolean walk(String path, Visitor visitor) {
    boolean directory = path.isEmpty() || isDirectory(path);
    if (!path.isEmpty()) {
      if (leftOut.test(path)) {
        return true;
      }
      if (!directory && !exists(path)) {
        return false;
      }
      visitor.visit(path, directory);
    }
    if (directory) {
      below(path, visitor);
    }
    return true;
  }

  private record Level(String prefix, Descriptor directory, Children children)
      implements AutoCloseable {
    @Override
    public void close() {
      children.close();
      directory.close();
    }
  }

  private void below(String top, Visitor visitor) {
    Deque<Level> levels = new ArrayDeque<>();
    try {
      open(levels, top);
      while (!levels.isEmpty()) {
        Level level = levels.peek();
        if (!level.children().hasNext()) {
          levels.pop().close();
          continue;
        }
        Child child = level.children().next();
        String path = level.prefix() + child.name();
        if (leftOut.test(path)) {
          continue;
        }
        boolean directory =
            child.type() == Child.Type.DIRECTORY
                || (child.type() == Child.Type.UNKNOWN && isDirectory(path));
        visitor.visit(path, directory);
        if (directory) {
          open(levels, path);
        }
      }
    } finally {
      levels.forEach(Level::close);
    }
  }

  private void open(Deque<Level> levels, String path) {
    try {
      Descriptor directory =
          path.isEmpty()
              ? base.duplicate()
              : base.open(path, OpenFlags.READ | OpenFlags.DIRECTORY, 0);
      if (directory.status().encrypted()) {
        directory.close(); // links leave out what is in it
        return;
      }
      levels.push(new Level(path.isEmpty() ? "" : path + "/", directory, directory.children()));
    } catch (LinuxException e) {
      if (!Looks.isAbsent(e)) {
        throw e;
      }
    }
  }

  private boolean exists(String path) {
    try {
      base.status(path);
      return true;
    } catch (LinuxException e) {
      if (Looks.isAbsent(e)) {
        return false;
      }
      throw e;
    }
  }

  private boolean isDirectory(String path) {
    try {
      FileStatus status = base.status(path);
      return status.isDirectory();
    } catch (LinuxException e) {
      if (Looks.isAbsent(e)) {
        return false;
      }
      throw e;
    }
  }
}
