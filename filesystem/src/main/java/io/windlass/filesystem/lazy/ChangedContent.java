package io.windlass.filesystem.lazy;

import io.windlass.filesystem.state.FileState;
import io.windlass.linux.FileHandle;

/** Told when the object behind a stub turned out to be another one than the stub shows. */
@FunctionalInterface
public interface ChangedContent {

  /**
   * Brings the stub in step with its object, by {@link LazyFileSystem#makeStub}, or leaves it
   * alone. Called on a thread of its own while readers of the file wait; they are served again
   * afterwards when the state has changed.
   *
   * @param state what the stub shows
   * @param file the stub, to be opened through {@link LazyFileSystem#root}
   */
  void onChanged(FileState state, FileHandle file);
}
