package io.windlass.filesystem.tree;

import io.windlass.filesystem.linux.Descriptor;
import io.windlass.filesystem.state.FileState;

/** What a tree asks of the file system whose files are filled when they are read. Thread-safe. */
public interface LazyContent {
  /** Turns a new, empty file into a stub of the state's size that holds the state. */
  void makeStub(Descriptor newEmptyFile, FileState state);

  /**
   * Fetches the whole content of a stub, so that it is an ordinary file.
   *
   * @throws io.windlass.foundation.WindlassException when the content cannot be had
   */
  void restore(Descriptor stub);
}
