package io.windlass.filesystem;

import io.windlass.filesystem.link.Link;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.filesystem.tree.KeyPaths;
import io.windlass.linux.Child;
import io.windlass.linux.Children;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.ArrayList;
import java.util.List;

/** Removes what lies below the directory of a link; the directory itself stays. */
final class LinkedData {
  private static final int BATCH = 1024;

  private LinkedData() {}

  static void remove(FileTree tree, Link link) {
    try (Descriptor directory = tree.open(link)) {
      empty(directory, link.directory().isEmpty());
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
        throw e;
      }
    }
  }

  /** A batch at a time: memory does not grow, and a listing that is changed is begun anew. */
  private static void empty(Descriptor directory, boolean root) {
    List<Child> batch;
    do {
      batch = children(directory, root);
      batch.forEach(child -> remove(directory, child));
    } while (!batch.isEmpty());
  }

  private static List<Child> children(Descriptor directory, boolean root) {
    List<Child> batch = new ArrayList<>();
    try (Children children = directory.children()) {
      while (batch.size() < BATCH && children.hasNext()) {
        Child child = children.next();
        if (!(root && KeyPaths.isOwnName(child.name()))) {
          batch.add(child);
        }
      }
    }
    return batch;
  }

  private static void remove(Descriptor directory, Child child) {
    try {
      if (child.type() == Child.Type.DIRECTORY) {
        try (Descriptor below =
            directory.open(child.name(), OpenFlags.READ | OpenFlags.DIRECTORY, 0)) {
          empty(below, false);
        }
        directory.remove(child.name(), true);
      } else {
        directory.remove(child.name(), false);
      }
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTEMPTY) {
        throw e;
      }
    }
  }
}
