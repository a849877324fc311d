package io.windlass.filesystem.exports;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileStates;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What exports and releases ask of the file system whose files are filled when they are read.
 * Thread-safe.
 */
public interface StubContents {
  /**
   * Fetches the whole content of a stub, so that it is an ordinary file.
   *
   * @throws io.windlass.foundation.WindlassException when the content cannot be had
   */
  void restore(Descriptor stub);

  /** Whether all of the content of a stub is here already, though its state is still to say so. */
  boolean holds(Descriptor stub);

  /**
   * Changes the state of a file that may be a stub, while nobody fills it.
   *
   * @param change gets the state as it is then, and answers what it is to be
   */
  void update(Descriptor file, UnaryOperator<FileState> change);

  /** Drops the content of a file that nobody has open, if the test still holds then. */
  Release release(Descriptor file, Predicate<FileStatus> stillClean);

  /** What came of a release. */
  enum Release {
    /** The file is a stub now. */
    RELEASED,
    /** Somebody has it open or mapped. */
    BUSY,
    /** The test did not hold any more. */
    CHANGED,
    /** It could not be filled again: there are no stubs here. */
    EAGER
  }

  /** For trees without stubs. */
  static StubContents none(FileStates states) {
    return new StubContents() {
      @Override
      public void restore(Descriptor stub) {
        // there is nothing to fetch: all content is here
      }

      @Override
      public boolean holds(Descriptor stub) {
        return false;
      }

      @Override
      public void update(Descriptor file, UnaryOperator<FileState> change) {
        states.read(file).ifPresent(state -> states.write(file, change.apply(state)));
      }

      @Override
      public Release release(Descriptor file, Predicate<FileStatus> stillClean) {
        return Release.EAGER;
      }
    };
  }
}
