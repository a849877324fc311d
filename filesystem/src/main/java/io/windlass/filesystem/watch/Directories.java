package io.windlass.filesystem.watch;

import io.windlass.linux.ChangeEvent;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileHandle;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where directories are, by their handles. Remembers a bounded number of them. For one thread. */
final class Directories {
  private static final int REMEMBERED = 50_000;
  private static final String DELETED = " (deleted)";

  private final Descriptor root;
  private final String rootPath;
  private final Map<FileHandle, Optional<String>> known =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FileHandle, Optional<String>> eldest) {
          return size() > REMEMBERED;
        }
      };

  Directories(Descriptor root) {
    this.root = root;
    String path = root.path();
    this.rootPath = path.equals("/") ? "" : path;
  }

  /** A directory was renamed: what is remembered may be wrong. */
  void forget() {
    known.clear();
  }

  /**
   * The path of an entry below the root; absent when its directory is gone or elsewhere. The name
   * {@code .} is the directory itself.
   */
  Optional<String> path(ChangeEvent.Entry entry) {
    Optional<String> directory = known.get(entry.directory());
    if (directory == null) {
      directory = resolve(entry.directory());
      known.put(entry.directory(), directory);
    }
    if (entry.name().equals(".")) {
      return directory;
    }
    return directory.map(path -> path.isEmpty() ? entry.name() : path + "/" + entry.name());
  }

  private Optional<String> resolve(FileHandle handle) {
    try (Descriptor directory = root.openHandle(handle, OpenFlags.PATH)) {
      String path = directory.path();
      if (path.endsWith(DELETED) && directory.status().links() == 0) {
        return Optional.empty();
      }
      if (path.equals(rootPath) || (rootPath.isEmpty() && path.equals("/"))) {
        return Optional.of("");
      }
      return path.startsWith(rootPath + "/")
          ? Optional.of(path.substring(rootPath.length() + 1))
          : Optional.empty();
    } catch (LinuxException e) {
      if (e.errno() == Errno.ESTALE || e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
