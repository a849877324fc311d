package io.windlass.transfer.collection;

import io.windlass.linux.Descriptor;
import io.windlass.linux.Errno;
import io.windlass.linux.FileStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import io.windlass.transfer.collection.DirectoryStorage.NewFile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A file of a local directory that is being written. */
final class LocalNewFile implements NewFile {
  /** Smaller files find the disk full soon enough. */
  private static final long RESERVED_FROM = 1 << 20;

  private static final int MODE = 0644;

  private final LocalChanges changes;
  private final String path;
  private final String relative;
  private final FileStatus parent;
  private final Descriptor directory;
  private final String name;
  private final Descriptor file;

  /** Whether closing leaves it: it has its name, or is kept. */
  private final AtomicBoolean placed = new AtomicBoolean();

  private LocalNewFile(LocalChanges changes, String path, String relative, Optional<String> kept) {
    this.changes = changes;
    this.path = path;
    this.relative = relative;
    LocalTree.Resolved parent = parent(changes.tree(), relative);
    this.parent = parent.status();
    boolean here = changes.unfinished().status().device() == parent.status().device();
    this.directory =
        here ? changes.unfinished().duplicate() : changes.tree().openDirectory(parent.relative());
    this.name =
        kept.orElseGet(() ->
            here ? LocalChanges.temporaryName() : LocalTree.OWN + LocalChanges.temporaryName());
    int flags =
        kept.isPresent()
            ? OpenFlags.READ_WRITE | OpenFlags.NO_FOLLOW
            : OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
    try {
      this.file = directory.open(name, flags, kept.isPresent() ? 0 : MODE);
    } catch (LinuxException e) {
      directory.close();
      throw e;
    }
  }

  /** The nearest directory above an entry that is there. */
  private static LocalTree.Resolved parent(LocalTree tree, String relative) {
    String at = relative;
    while (true) {
      int slash = at.lastIndexOf('/');
      if (slash < 0) {
        return tree.resolve("");
      }
      at = at.substring(0, slash);
      try {
        return tree.resolve(at);
      } catch (LinuxException e) {
        if (e.errno() != Errno.ENOENT) {
          throw e;
        }
      }
    }
  }

  static LocalNewFile begin(LocalChanges changes, String path, String relative, long size) {
    LocalNewFile begun = new LocalNewFile(changes, path, relative, Optional.empty());
    try {
      begun.reserve(size);
      return begun;
    } catch (LinuxException e) {
      begun.close();
      throw e;
    }
  }

  /** One that was kept; absent when it is no longer there. */
  static Optional<NewFile> resume(LocalChanges changes, String path, String relative, String name) {
    try {
      return Optional.of(new LocalNewFile(changes, path, relative, Optional.of(name)));
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void reserve(long size) {
    if (size < RESERVED_FROM) {
      return;
    }
    try {
      file.allocate(0, size);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EOPNOTSUPP && e.errno() != Errno.ENOSYS) {
        throw e;
      }
    }
  }

  @Override
  public void write(ByteBuffer buffer, long offset) {
    blocking(() -> {
      long at = offset;
      while (buffer.hasRemaining()) {
        at += file.write(buffer, at);
      }
      return true;
    });
  }

  @Override
  public int read(ByteBuffer buffer, long offset) {
    return blocking(() -> file.read(buffer, offset));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void sync() {
    blocking(() -> {
      file.dataSync();
      return true;
    });
  }

  @Override
  public void keep() {
    placed.set(true);
  }

  @Override
  public void commit(Optional<Instant> modifiedAt) {
    blocking(() -> {
      give();
      modifiedAt.ifPresent(at -> file.times(Descriptor.TIME_UNCHANGED, LocalTree.nanos(at)));
      changes.place(directory, name, relative);
      placed.set(true);
      return true;
    });
  }

  /** To the owner of the nearest directory that was there. */
  private void give() {
    FileStatus made = file.status();
    if (made.uid() != parent.uid() || made.gid() != parent.gid()) {
      try {
        file.owner(parent.uid(), parent.gid());
      } catch (LinuxException e) {
        LocalChanges.requirePermission(e);
      }
    }
  }

  @Override
  public void close() {
    LocalIo.run(() -> {
      try (directory;
          file) {
        if (!placed.getAndSet(true)) {
          LocalChanges.removeIfThere(directory, name);
        }
      }
    });
  }

  private <T> T blocking(Supplier<T> work) {
    return LocalIo.call(() -> {
      try {
        return work.get();
      } catch (LinuxException e) {
        throw Problems.of(e, path);
      }
    });
  }
}
