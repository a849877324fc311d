package io.windlass.transfer.collection;

import io.windlass.foundation.Ids;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes a local directory, and remembers where. What is made belongs to whoever owns the
 * directory that it is made in, where this process may give it away. Thread-safe.
 */
final class LocalChanges implements AutoCloseable {
  /** Where files are written before they get their name: a name of Windlass's own at the root. */
  private static final String UNFINISHED = LocalTree.OWN + "tmp";

  private static final String TRANSFERS = "transfers";
  private static final Duration ABANDONED = Duration.ofDays(7);
  private static final int OWNER_ONLY = 0700;
  private static final int DIRECTORY_MODE = 0755;

  private final LocalTree tree;
  private final Set<String> changed = new HashSet<>();
  private @Nullable Descriptor unfinished;
  private volatile boolean onlyNamed;

  LocalChanges(LocalTree tree) {
    this.tree = tree;
  }

  LocalTree tree() {
    return tree;
  }

  /** Paths that were changed since this was asked the last time. */
  synchronized List<String> take() {
    List<String> taken = List.copyOf(changed);
    changed.clear();
    return taken;
  }

  synchronized void note(String relative) {
    changed.add(relative);
  }

  /**
   * A new file without a name, which nothing is left of when this process dies; absent where the
   * file system knows none.
   */
  Optional<Descriptor> unnamed(Descriptor directory, int mode) {
    if (onlyNamed) {
      return Optional.empty();
    }
    try {
      return Optional.of(directory.open(".", OpenFlags.READ_WRITE | OpenFlags.UNNAMED, mode));
    } catch (LinuxException e) {
      if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.EISDIR) {
        throw e;
      }
      onlyNamed = true;
      return Optional.empty();
    }
  }

  /** Where files are written; on the file system of the root. */
  synchronized Descriptor unfinished() {
    Descriptor present = unfinished;
    if (present == null) {
      present = openUnfinished();
      unfinished = present;
    }
    return present;
  }

  private Descriptor openUnfinished() {
    make(tree.root(), UNFINISHED);
    try (Descriptor top = tree.root().open(UNFINISHED, OpenFlags.READ | OpenFlags.DIRECTORY, 0)) {
      make(top, TRANSFERS);
      Descriptor directory = top.open(TRANSFERS, OpenFlags.READ | OpenFlags.DIRECTORY, 0);
      sweep(directory);
      return directory;
    }
  }

  private static void make(Descriptor parent, String name) {
    try {
      parent.makeDirectory(name, OWNER_ONLY);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  /** Removes what processes that died have left. */
  private static void sweep(Descriptor directory) {
    long before = LocalTree.nanos(Instant.now().minus(ABANDONED));
    List<String> abandoned = new ArrayList<>();
    try (var children = directory.children()) {
      while (children.hasNext()) {
        String name = children.next().name();
        if (isOlder(directory, name, before)) {
          abandoned.add(name);
        }
      }
    }
    abandoned.forEach(name -> removeIfThere(directory, name));
  }

  private static boolean isOlder(Descriptor directory, String name, long before) {
    try {
      return directory.status(name).changed() < before;
    } catch (LinuxException _) {
      return false; // committed or removed meanwhile
    }
  }

  static void removeIfThere(Descriptor directory, String name) {
    try {
      directory.remove(name, false);
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  static String temporaryName() {
    return "file-" + Ids.random(16);
  }

  /** Makes a directory with its parents; answers false when there was something of that name. */
  boolean makeDirectories(String relative) {
    if (relative.isEmpty()) {
      return false;
    }
    try {
      return makeDirectory(relative);
    } catch (LinuxException e) {
      int slash = relative.lastIndexOf('/');
      if (e.errno() != Errno.ENOENT || slash < 0) {
        throw e;
      }
      makeDirectories(relative.substring(0, slash));
      return makeDirectory(relative);
    }
  }

  private boolean makeDirectory(String relative) {
    return tree.atEntry(
        relative,
        at -> {
          try {
            tree.root().makeDirectory(at, DIRECTORY_MODE);
          } catch (LinuxException e) {
            if (e.errno() == Errno.EEXIST) {
              return false;
            }
            throw e;
          }
          FileStatus parent = parentStatus(at);
          give(at, parent);
          note(at);
          return true;
        });
  }

  /** The directory that an entry is in. */
  FileStatus parentStatus(String relative) {
    int slash = relative.lastIndexOf('/');
    return slash < 0 ? tree.root().status() : tree.root().status(relative.substring(0, slash));
  }

  private void give(String relative, FileStatus parent) {
    FileStatus made = tree.root().status(relative);
    if (made.uid() != parent.uid() || made.gid() != parent.gid()) {
      try {
        tree.root().owner(relative, parent.uid(), parent.gid());
      } catch (LinuxException e) {
        requirePermission(e);
      }
    }
  }

  /** Only root may give files away; for anybody else they stay their own. */
  static void requirePermission(LinuxException e) {
    if (e.errno() != Errno.EPERM) {
      throw e;
    }
  }

  void remove(String relative, boolean directory) {
    tree.atEntry(
        relative,
        at -> {
          tree.root().remove(at, directory);
          note(at);
          return true;
        });
  }

  void rename(String source, String target) {
    tree.atEntry(
        source,
        from ->
            tree.atEntry(
                target,
                to -> {
                  tree.root().rename(from, tree.root(), to, true);
                  note(from);
                  note(to);
                  return true;
                }));
  }

  /** Makes a symbolic link in the place of whatever file is there, with its parents. */
  void link(String relative, String target) {
    Descriptor directory = unfinished();
    String name = temporaryName();
    directory.symlink(target, name);
    try {
      place(directory, name, relative);
    } finally {
      removeIfThere(directory, name);
    }
  }

  /** Gives an open file without a name its name; false when there is something of that name. */
  boolean place(Descriptor file, LocalTree.Entered above, String relative) {
    try {
      if (!placeIn(file, above, relative)) {
        placeBelow(file, relative);
      }
      return true;
    } catch (LinuxException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      return false;
    }
  }

  /** Whether the directory is, and still is, the one that the path means. */
  private boolean placeIn(Descriptor file, LocalTree.Entered above, String relative) {
    int slash = relative.lastIndexOf('/');
    if (!above.relative().equals(slash < 0 ? "" : relative.substring(0, slash))) {
      return false;
    }
    try {
      file.link(above.directory(), relative.substring(slash + 1));
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT) {
        return false; // removed since it was opened
      }
      throw e;
    }
    note(relative);
    return true;
  }

  private void placeBelow(Descriptor file, String relative) {
    tree.atEntry(
        relative,
        at -> {
          inParent(at, () -> file.link(tree.root(), at));
          note(at);
          return true;
        });
  }

  /** Makes the directories above an entry when they are missing. */
  private void inParent(String at, Runnable work) {
    try {
      work.run();
    } catch (LinuxException e) {
      int slash = at.lastIndexOf('/');
      if (e.errno() != Errno.ENOENT || slash < 0) {
        throw e;
      }
      makeDirectories(at.substring(0, slash));
      work.run();
    }
  }

  /** Gives something unfinished its name, in the place of whatever file has it. */
  void place(Descriptor directory, String name, String relative) {
    tree.atEntry(
        relative,
        at -> {
          inParent(at, () -> directory.rename(name, tree.root(), at, false));
          note(at);
          return true;
        });
  }

  @Override
  public synchronized void close() {
    if (unfinished != null) {
      unfinished.close();
      unfinished = null;
    }
  }
}
