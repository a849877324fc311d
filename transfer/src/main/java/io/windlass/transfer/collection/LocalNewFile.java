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

/**
 * A file of a local directory that is being written: without a name where the file system knows
 * such files, so that nothing is left of it when this process dies, until somebody asks for its
 * name.
 */
final class LocalNewFile implements NewFile {
  /** Smaller files find the disk full soon enough. */
  private static final long RESERVED_FROM = 16 << 20;

  private static final int MODE = 0644;

  private final LocalChanges changes;
  private final String path;
  private final String relative;
  private final LocalTree.Entered above;
  private final FileStatus parent;
  private final Descriptor file;
  private Optional<Named> named;

  /** Whether closing leaves it: it has its name, or is kept. */
  private final AtomicBoolean placed = new AtomicBoolean();

  /** The name of Windlass's own that it has, and where. */
  private record Named(Descriptor directory, String name) {}

  private LocalNewFile(LocalChanges changes, String path, String relative, Optional<String> kept) {
    this.changes = changes;
    this.path = path;
    this.relative = relative;
    this.above = changes.tree().enterAbove(relative);
    try {
      this.parent = above.directory().status();
      Optional<Descriptor> unnamed =
          kept.isPresent() ? Optional.empty() : changes.unnamed(above.directory(), MODE);
      this.named =
          unnamed.isPresent() ? Optional.empty() : Optional.of(home(kept.orElseGet(this::ownName)));
      this.file = unnamed.orElseGet(() -> open(named.orElseThrow(), kept.isPresent()));
    } catch (LinuxException e) {
      above.close();
      throw e;
    }
  }

  private static Descriptor open(Named named, boolean kept) {
    int flags =
        kept
            ? OpenFlags.READ_WRITE | OpenFlags.NO_FOLLOW
            : OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
    try {
      return named.directory().open(named.name(), flags, kept ? 0 : MODE);
    } catch (LinuxException e) {
      named.directory().close();
      throw e;
    }
  }

  /** Whether files that are not whole yet can have their names on the file system of the root. */
  private boolean here() {
    return changes.unfinished().status().device() == parent.device();
  }

  private String ownName() {
    return here() ? LocalChanges.temporaryName() : LocalTree.OWN + LocalChanges.temporaryName();
  }

  private Named home(String name) {
    return new Named((here() ? changes.unfinished() : above.directory()).duplicate(), name);
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
    return blocking(() -> named().name());
  }

  private synchronized Named named() {
    if (named.isEmpty()) {
      Named given = home(ownName());
      try {
        file.link(given.directory(), given.name());
      } catch (LinuxException e) {
        given.directory().close();
        throw e;
      }
      named = Optional.of(given);
    }
    return named.get();
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
  public boolean attribute(String attribute, byte[] value) {
    return blocking(() -> {
      try {
        file.attribute(attribute, value);
        return true;
      } catch (LinuxException e) {
        if (e.errno() == Errno.EOPNOTSUPP
            || e.errno() == Errno.ENOSPC
            || e.errno() == Errno.E2BIG
            || e.errno() == Errno.EPERM) {
          return false;
        }
        throw e;
      }
    });
  }

  @Override
  public void commit(Optional<Instant> modifiedAt) {
    blocking(() -> {
      give();
      modifiedAt.ifPresent(at -> file.times(Descriptor.TIME_UNCHANGED, LocalTree.nanos(at)));
      place();
      placed.set(true);
      return true;
    });
  }

  /** Only a rename takes the place of what has the name. */
  private synchronized void place() {
    if (named.isPresent() || !changes.place(file, above, relative)) {
      changes.place(named().directory(), named().name(), relative);
    }
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
      try (above;
          file) {
        closeName();
      }
    });
  }

  private synchronized void closeName() {
    if (named.isEmpty()) {
      return;
    }
    try (Descriptor directory = named.get().directory()) {
      if (!placed.getAndSet(true)) {
        LocalChanges.removeIfThere(directory, named.get().name());
      }
    }
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
