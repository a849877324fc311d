package io.windlass.filesystem.exports;

import io.windlass.filesystem.tree.Encrypted;
import io.windlass.filesystem.tree.Entry;
import io.windlass.filesystem.tree.FileTree;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.LinuxException;
import java.util.Optional;

/** Looks at entries whose parents may be anything. */
final class Looks {
  private Looks() {}

  /** What is at a path; nothing also where something on the way is no directory. */
  static Optional<Entry> at(FileTree tree, Descriptor base, String path) {
    try {
      return tree.look(base, path);
    } catch (LinuxException e) {
      if (isAbsent(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether nothing is at a path; of what links leave out nobody can say so. */
  static boolean isGone(FileTree tree, Descriptor base, String path) {
    try {
      return at(tree, base, path).isEmpty();
    } catch (LinuxException e) {
      if (Encrypted.isMeant(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Whether the failure says that there is no such entry. */
  static boolean isAbsent(LinuxException e) {
    return e.errno() == Errno.ENOENT
        || e.errno() == Errno.ENOTDIR
        || e.errno() == Errno.ELOOP
        || e.errno() == Errno.ESTALE;
  }
}
