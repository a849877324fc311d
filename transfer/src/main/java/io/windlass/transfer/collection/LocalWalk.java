package io.windlass.transfer.collection;

import io.windlass.foundation.KeyOrder;
import io.windlass.linux.Child;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import io.windlass.linux.SortedChildren;
import io.windlass.transfer.collection.Storage.Links;
import io.windlass.transfer.collection.Storage.Walked;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a directory in the order of keys: each directory before what is in it, names sorted
 * as if a directory's ended with a slash. Memory is bounded by the depth and {@link
 * SortedChildren}. Not thread-safe; close it.
 */
final class LocalWalk implements Iterator<Walked>, AutoCloseable {
  /** Entries that are read ahead with one change of threads. */
  private static final int AHEAD = 256;

  private final LocalTree tree;
  private final String top;
  private final boolean deep;
  private final Links links;
  private final @Nullable String after;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Deque<Walked> ahead = new ArrayDeque<>();

  /**
   * @param top the directory, relative to the root of the tree and without links
   * @param deep whether directories are entered
   * @param links in a walk that is not deep, links are shown as what they mean, with their target
   */
  LocalWalk(LocalTree tree, String top, boolean deep, Links links, Optional<String> after) {
    this.tree = tree;
    this.top = top;
    this.deep = deep;
    this.links = links;
    this.after = after.orElse(null);
    LocalIo.run(() -> levels.push(open("")));
  }

  /**
   * A directory that is being gone through.
   *
   * @param name below the top
   */
  private record Level(
      String name, Descriptor directory, SortedChildren children, long device, long inode) {
    void close() {
      try (directory) {
        children.close();
      }
    }
  }

  private String relative(String name) {
    return top.isEmpty() ? name : name.isEmpty() ? top : top + "/" + name;
  }

  private Level open(String name) {
    return level(name, tree.openDirectory(relative(name)));
  }

  private Level level(String name, Descriptor directory) {
    try {
      FileStatus status = directory.status();
      String place = relative(name);
      SortedChildren children =
          SortedChildren.of(directory, child -> isDirectory(directory, place, child));
      return new Level(name, directory, children, status.device(), status.inode());
    } catch (LinuxException | UncheckedIOException e) {
      directory.close();
      throw e;
    }
  }

  private boolean isDirectory(Descriptor directory, String place, Child child) {
    try {
      return switch (child.type()) {
        case DIRECTORY -> true;
        case FILE, OTHER -> false;
        case SYMBOLIC_LINK -> links == Links.FOLLOW && means(place, child.name()).isDirectory();
        case UNKNOWN -> {
          FileStatus status = directory.status(child.name());
          yield (status.isSymbolicLink() && links == Links.FOLLOW)
              ? means(place, child.name()).isDirectory()
              : status.isDirectory();
        }
      };
    } catch (LinuxException _) {
      return false; // gone meanwhile, or a link to nowhere
    }
  }

  private FileStatus means(String place, String name) {
    return tree.resolve(place.isEmpty() ? name : place + "/" + name).status();
  }

  @Override
  public boolean hasNext() {
    if (ahead.isEmpty() && !levels.isEmpty()) {
      LocalIo.run(() -> {
        while (ahead.size() < AHEAD && !levels.isEmpty()) {
          advance(levels.element());
        }
      });
    }
    return !ahead.isEmpty();
  }

  @Override
  public Walked next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ahead.remove();
  }

  private void advance(Level level) {
    if (!level.children().hasNext()) {
      levels.pop().close();
      return;
    }
    SortedChildren.Name child = level.children().next();
    String name = level.name().isEmpty() ? child.name() : level.name() + "/" + child.name();
    if (relative(name).startsWith(LocalTree.OWN)) {
      return;
    }
    String sortKey = child.directory() ? name + "/" : name;
    boolean before = after != null && KeyOrder.compare(sortKey, after) <= 0;
    if (before && !(child.directory() && after != null && after.startsWith(sortKey))) {
      return;
    }
    try {
      visit(level, child, sortKey, before);
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT) {
        String path = "/" + relative(name);
        ahead.add(new Walked.Unreadable(name, child.directory(), Problems.linux(e, path)));
      }
    }
  }

  private void visit(Level level, SortedChildren.Name child, String sortKey, boolean before) {
    String last = child.name();
    String name = child.directory() ? sortKey.substring(0, sortKey.length() - 1) : sortKey;
    FileStatus status = level.directory().status(last);
    Item item = tree.item(name, status, Optional.empty());
    if (status.isSymbolicLink()) {
      item = link(name, status);
    }
    if (!item.sortKey().equals(sortKey)) { // another kind of entry has taken its place
      throw new LinuxException(Errno.EAGAIN, name);
    }
    if (deep && item.type() == Item.Type.DIRECTORY && item.linkTarget().isEmpty()) {
      int flags = OpenFlags.READ | OpenFlags.DIRECTORY;
      Level entered =
          status.isSymbolicLink()
              ? open(name)
              : level(name, level.directory().open(last, flags, 0)); // one call at any depth
      if (goesRound(entered)) {
        entered.close();
        throw new LinuxException(Errno.ELOOP, name);
      }
      levels.push(entered);
    }
    if (!before) {
      ahead.add(new Walked.Found(item));
    }
  }

  private Item link(String name, FileStatus status) {
    String relative = relative(name);
    Item shown = tree.linkItem(name, relative, status);
    if (links == Links.SHOW || !deep || shown.type() == Item.Type.BROKEN_LINK) {
      return shown;
    }
    return tree.item(name, tree.resolve(relative).status(), Optional.empty());
  }

  private boolean goesRound(Level entered) {
    return links == Links.FOLLOW
        && levels.stream()
            .anyMatch(
                level -> level.device() == entered.device() && level.inode() == entered.inode());
  }

  @Override
  public void close() {
    LocalIo.run(() -> {
      while (!levels.isEmpty()) {
        levels.pop().close();
      }
    });
  }
}
