package io.windlass.filesystem;

import io.windlass.filesystem.exports.StubContents;
import io.windlass.filesystem.lazy.ContentException;
import io.windlass.filesystem.lazy.LazyFileSystem;
import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.tree.LazyContent;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A lazy file system, as imports and exports ask for it. */
final class LazyContents implements LazyContent, StubContents {
  private final LazyFileSystem lazy;

  LazyContents(LazyFileSystem lazy) {
    this.lazy = lazy;
  }

  @Override
  public boolean makeStub(Descriptor file, FileState state) {
    return lazy.makeStub(file, state);
  }

  @Override
  public void makeNewStub(Descriptor file, FileState state) {
    lazy.makeNewStub(file, state);
  }

  @Override
  public void restore(Descriptor stub) {
    try {
      lazy.restore(stub);
    } catch (ContentException e) {
      throw Problem.of(Kind.UNAVAILABLE, "content_unavailable", String.valueOf(e.getMessage()))
          .toException(e);
    }
  }

  @Override
  public boolean holds(Descriptor stub) {
    return lazy.holds(stub.handle());
  }

  @Override
  public void update(Descriptor file, UnaryOperator<FileState> change) {
    lazy.update(file, change);
  }

  @Override
  public StubContents.Release release(Descriptor file, Predicate<FileStatus> stillClean) {
    return switch (lazy.release(file, stillClean)) {
      case RELEASED -> StubContents.Release.RELEASED;
      case BUSY -> StubContents.Release.BUSY;
      case CHANGED -> StubContents.Release.CHANGED;
    };
  }
}
