package io.windlass.filesystem.exports;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.state.FileStates;
import io.windlass.filesystem.tree.LazyContent;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileStatus;
import io.windlass.linux.OpenFlags;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Stubs on any directory, for what exports and releases do with them: sparse files with a state,
 * filled when they are restored. Nobody fills them when they are read; the file systems that do
 * have tests of their own.
 */
final class PretendedStubs implements LazyContent, StubContents {
  private final Function<FileState, byte[]> source;
  private final FileStates states;

  PretendedStubs(Function<FileState, byte[]> source, FileStates states) {
    this.source = source;
    this.states = states;
  }

  @Override
  public boolean makeStub(Descriptor file, FileState state) {
    file.truncate(state.size());
    states.write(file, state.with(Content.RELEASED));
    return true;
  }

  @Override
  public void restore(Descriptor stub) {
    FileState state = states.read(stub).orElseThrow();
    if (state.content() == Content.LOCAL) {
      return;
    }
    FileStatus before = stub.status();
    try (Descriptor file = Descriptor.openAbsolute(Path.of(stub.path()), OpenFlags.READ_WRITE)) {
      file.write(ByteBuffer.wrap(source.apply(state)), 0);
      file.times(before.accessed(), before.modified());
      states.write(file, state.with(Content.LOCAL));
    }
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
    if (!stillClean.test(file.status())) {
      return Release.CHANGED;
    }
    FileStatus before = file.status();
    try (Descriptor own = Descriptor.openAbsolute(Path.of(file.path()), OpenFlags.READ_WRITE)) {
      FileState state = states.read(own).orElseThrow();
      states.write(own, state.with(Content.RELEASED));
      own.punch(0, Math.max(1, before.size()));
      own.times(before.accessed(), before.modified());
    }
    return Release.RELEASED;
  }
}
