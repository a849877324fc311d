package io.windlass.filesystem.lazy;

import io.windlass.linux.FileHandle;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The one object for each file in use. Thread-safe. */
final class LazyFiles {
  private final ConcurrentHashMap<FileHandle, LazyFile> files = new ConcurrentHashMap<>();
  private final Function<FileHandle, LazyFile> create;

  LazyFiles(Function<FileHandle, LazyFile> create) {
    this.create = create;
  }

  /** The object of a file, until {@link #release}. */
  LazyFile acquire(FileHandle handle) {
    LazyFile file =
        files.compute(
            handle,
            (key, known) -> {
              LazyFile used = known == null ? create.apply(key) : known;
              used.uses.incrementAndGet();
              return used;
            });
    return file;
  }

  /** Ends a use; without any, the object is forgotten. */
  void release(LazyFile file) {
    if (file.uses.decrementAndGet() == 0) {
      files.computeIfPresent(
          file.handle, (key, known) -> known == file && known.uses.get() == 0 ? null : known);
    }
  }

  /** Does something with the object of a file. */
  <T> T with(FileHandle handle, Function<LazyFile, T> action) {
    LazyFile file = acquire(handle);
    try {
      return action.apply(file);
    } finally {
      release(file);
    }
  }

  Collection<LazyFile> all() {
    return files.values();
  }
}
