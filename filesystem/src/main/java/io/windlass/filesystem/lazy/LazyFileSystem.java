package io.windlass.filesystem.lazy;

import io.windlass.filesystem.linux.Descriptor;
import io.windlass.filesystem.linux.Fanotify;
import io.windlass.filesystem.linux.FileHandle;
import io.windlass.filesystem.linux.FileStatus;
import io.windlass.filesystem.state.FileState;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** One file system whose stubs are filled when they are used. Thread-safe. */
public final class LazyFileSystem implements AutoCloseable {

  private LazyFileSystem() {}

  /** What this directory can do. */
  public static Capability probe(Path directory, Path runDirectory) {
    return new Capability.Eager("The lazy mode is being built.");
  }

  /** Begins to watch. */
  public static LazyFileSystem arm(
      Path directory,
      Path runDirectory,
      ContentSource source,
      ChangedContent changed,
      Settings settings) {
    throw new IllegalStateException("being built");
  }

  /** Our own way into the file system: what is done through it causes no events. */
  public Descriptor root() {
    throw new IllegalStateException("being built");
  }

  /** Shows the file system to users. */
  public void expose(Path mountPoint) {}

  /** Hides it again. */
  public void conceal() {}

  /** Makes an open file, new or existing, a stub of an object; its own times are the caller's. */
  public void makeStub(Descriptor file, FileState state) {}

  /** Waits until the whole content is here and on the disk. */
  public void restore(Descriptor file) throws ContentException {}

  /** Gives the content back, unless it is in use or newer than the object. */
  public Release release(Descriptor file, Predicate<FileStatus> stillClean) {
    return Release.BUSY;
  }

  /** Why the last reading of this file failed; empty when none failed since it was last filled. */
  public Optional<String> lastFailure(FileHandle file) {
    return Optional.empty();
  }

  /** The group for changes: outlives this process in the guard. */
  public Fanotify changes() {
    throw new IllegalStateException("being built");
  }

  /** Hides the file system and ends the guard. */
  public void detach() {}

  /** Stops serving; the guard keeps whoever reads waiting for the next {@link #arm}. */
  @Override
  public void close() {}
}
