package io.windlass.filesystem.lazy;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How a file becomes a stub: one that is new, or whose content nobody uses. Thread-safe; its lock
 * is the file's.
 */
final class Emptying {
  private final LazyFile file;
  private final Volume volume;

  Emptying(LazyFile file, Serving serving) {
    this.file = file;
    this.volume = serving.volume;
  }

  /** See {@link LazyFileSystem#makeStub}. */
  boolean makeStub(Descriptor open, FileState stub) {
    return file.locked(() -> {
      if (open.nextData(0) >= 0 && !empty(open)) {
        return false;
      }
      volume.becomeStub(open, file.handle, stub);
      open.truncate(stub.size());
      if (file.state() != null) {
        file.replaced();
      }
      return true;
    });
  }

  /** Takes content away that nobody uses. */
  private boolean empty(Descriptor open) {
    Boolean done =
        file.use()
            .alone(
                open,
                () -> {
                  Optional<FileState> old = volume.state(open, file.handle);
                  if (old.isPresent()) {
                    volume.empty(open, file.handle, old.get().with(Content.RELEASED));
                  } else {
                    open.truncate(0);
                  }
                  return true;
                });
    return done != null;
  }

  /** See {@link LazyFileSystem#release}. */
  Release release(Descriptor open, Predicate<FileStatus> stillClean) {
    return file.locked(() -> {
      if (file.isBusy()) {
        return Release.BUSY;
      }
      Release released = file.use().alone(open, () -> releaseAlone(open, stillClean));
      return released == null ? Release.BUSY : released;
    });
  }

  private Release releaseAlone(Descriptor open, Predicate<FileStatus> stillClean) {
    Optional<FileState> now = volume.state(open, file.handle);
    if (now.isEmpty() || now.get().changed() || now.get().pinned()) {
      return Release.CHANGED;
    }
    FileStatus status = open.status();
    if (status.size() != now.get().size() || !stillClean.test(status)) {
      return Release.CHANGED;
    }
    volume.empty(open, file.handle, now.get().with(Content.RELEASED));
    file.forget();
    return Release.RELEASED;
  }
}
