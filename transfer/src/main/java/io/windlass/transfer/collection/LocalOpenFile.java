package io.windlass.transfer.collection;

import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import io.windlass.objectstore.Body;
import io.windlass.transfer.collection.DirectoryStorage.OpenFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** A file of a local directory, open for reading. */
final class LocalOpenFile implements OpenFile {
  private final String path;
  private final Descriptor file;
  private final FileStatus status;
  private final Item item;

  private LocalOpenFile(LocalTree tree, String path, String relative, Descriptor file) {
    this.path = path;
    this.file = file;
    this.status = file.status();
    if (!status.isFile()) {
      throw Problems.notAFile(path).toException();
    }
    String name = relative.substring(relative.lastIndexOf('/') + 1);
    this.item = tree.item(name, status, Optional.empty());
  }

  static LocalOpenFile open(LocalTree tree, String path, String relative) {
    // Should a pipe have taken the file's place, opening must not wait for its other end.
    Descriptor file = tree.root().open(relative, OpenFlags.READ | OpenFlags.NON_BLOCKING, 0);
    try {
      return new LocalOpenFile(tree, path, relative, file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public Item item() {
    return item;
  }

  @Override
  public int read(ByteBuffer buffer, long offset) {
    return LocalIo.call(() -> {
      try {
        return file.read(buffer, offset);
      } catch (LinuxException e) {
        throw Problems.of(e, path);
      }
    });
  }

  @Override
  public Optional<byte[]> attribute(String name) {
    return LocalIo.call(() -> {
      try {
        return Optional.ofNullable(file.attribute(name));
      } catch (LinuxException e) {
        if (e.errno() == Errno.ERANGE) {
          return Optional.empty(); // larger than any of ours
        }
        throw Problems.of(e, path);
      }
    });
  }

  /** By way of the open descriptor: the path itself may have come to mean something else. */
  @Override
  public Body body() {
    return Body.of(Path.of("/proc/self/fd/" + file.number()), 0, status.size());
  }

  @Override
  public void requireUnchanged() {
    FileStatus now = LocalIo.call(file::status);
    if (now.size() != status.size()
        || now.modified() != status.modified()
        || (now.links() == 0 && status.links() > 0)) {
      throw Problems.sourceChanged(path).toException();
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
