package io.windlass.filesystem.lazy;

import io.windlass.filesystem.ahead.Neighbours;
import io.windlass.filesystem.state.FileState;
import io.windlass.linux.Descriptor;
import io.windlass.linux.FileHandle;
import io.windlass.linux.FileSystemStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import java.util.Optional;

/**
 * Small files that are fetched before a program asks for them. Half of all readings of the source
 * are left to those who wait. Thread-safe.
 */
final class Ahead implements Neighbours.Files, AutoCloseable {
  /** Larger files are worth a wait. */
  static final long LARGEST = 1 << 20;

  /** So much of the disk stays free of what nobody has asked for: a twentieth. */
  private static final long FREE = 20;

  private final Volume volume;
  private final LazyFiles files;
  private final Neighbours neighbours;

  Ahead(Volume volume, LazyFiles files, Settings settings, String name) {
    this.volume = volume;
    this.files = files;
    this.neighbours =
        new Neighbours(
            volume.root,
            this,
            settings.filesAhead(),
            Math.max(1, settings.fetches() / 2),
            name + "-ahead");
  }

  /** A stub is opened for reading. Never waits. */
  void opened(FileHandle handle, FileState state) {
    if (state.size() <= LARGEST && !SelfTest.isOfTest(state)) {
      neighbours.opened(handle);
    }
  }

  @Override
  public Optional<String> path(FileHandle file) {
    // a descriptor that reads would look like a program that uses the file
    try (Descriptor open = volume.open(file, OpenFlags.PATH)) {
      return Optional.of(open.path()).filter(path -> path.length() > 1).map(p -> p.substring(1));
    } catch (LinuxException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean fetch(String path, Runnable ended) {
    FileHandle handle;
    try (Descriptor file = volume.root.open(path, OpenFlags.PATH, 0)) {
      handle = file.handle();
    } catch (LinuxException e) {
      return false;
    }
    return files.with(handle, file -> file.fetchAhead(Waiter.ahead(ended), LARGEST));
  }

  @Override
  public boolean roomy() {
    FileSystemStatus status = FileSystemStatus.of(volume.root);
    return status.available() > status.total() / FREE;
  }

  @Override
  public void close() {
    neighbours.close();
  }
}
