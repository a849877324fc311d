package io.windlass.filesystem.tree;

import io.windlass.filesystem.state.FileState;
import io.windlass.linux.Descriptor;

/** What a tree asks of the file system whose files are filled when they are read. Thread-safe. */
public interface LazyContent {
  /**
   * Makes a file a stub: with this state, of its size, without content.
   *
   * @param file new, or a stub
   * @return false when the file has content that someone uses
   */
  boolean makeStub(Descriptor file, FileState state);

  /** The same for a new file without a name, which nobody else can have met: always works. */
  default void makeNewStub(Descriptor file, FileState state) {
    if (!makeStub(file, state)) {
      throw new IllegalStateException("a file without a name is in use");
    }
  }

  /**
   * Fetches the whole content of a stub, so that it is an ordinary file.
   *
   * @throws io.windlass.foundation.WindlassException when the content cannot be had
   */
  void restore(Descriptor stub);
}
