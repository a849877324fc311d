package io.windlass.filesystem.lazy;

import io.windlass.filesystem.state.FileState;
import io.windlass.filesystem.state.FileState.Content;
import io.windlass.filesystem.state.FileStates;
import io.windlass.linux.Descriptor;
import io.windlass.linux.Fanotify;
import io.windlass.linux.FileHandle;
import io.windlass.linux.FileStatus;
import io.windlass.linux.FileSystemStatus;
import io.windlass.linux.LinuxException;
import io.windlass.linux.OpenFlags;
import io.windlass.linux.XfsHandles;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The watched file system by our own way into it, and the marks that tell the kernel which files
 * need no watching: exactly those whose content is on the disk. Thread-safe.
 */
final class Volume {
  static final long EVENTS = Fanotify.PRE_ACCESS | Fanotify.OPEN_PERMISSION;
  private static final int STRIPES = 256;

  final Descriptor root;
  final Fanotify group;
  final FileStates states = new FileStates(FileStates.TRUSTED);

  /** What writing is aligned to, so that a block with data has nothing but data. */
  final long block;

  private final Optional<XfsHandles> silent;
  private final ReentrantLock[] marks = new ReentrantLock[STRIPES];

  Volume(Descriptor root, Fanotify group) {
    this.root = root;
    this.group = group;
    this.block = Math.max(4096, FileSystemStatus.of(root).blockSize());
    this.silent = XfsHandles.of(root);
    for (int i = 0; i < STRIPES; i++) {
      marks[i] = new ReentrantLock();
    }
  }

  Descriptor open(FileHandle file, int flags) {
    return root.openHandle(file, flags);
  }

  /** Opens a file to fill it; what is written changes no times, as far as that can be had. */
  Descriptor openToFill(FileHandle file) {
    return silent.isPresent()
        ? silent.get().openSilently(file)
        : root.openHandle(file, OpenFlags.READ_WRITE | OpenFlags.NO_ACCESS_TIME);
  }

  /** Puts times back after filling. */
  void keepTimes(Descriptor file, FileStatus before) {
    if (silent.isEmpty()) {
      file.times(before.accessed(), before.modified());
    }
  }

  /** Takes content away; the last block goes too, which otherwise would stay as data of zeros. */
  void punch(Descriptor file, long from, long to) {
    file.punch(from, Math.max(1, (to + block - 1) / block * block - from));
  }

  Optional<FileState> state(Descriptor file, FileHandle handle) {
    return FileStates.decode(file.attribute(FileStates.TRUSTED), handle);
  }

  /** Whether the file is a stub, or partly filled. */
  static boolean needsContent(Optional<FileState> state) {
    return state.isPresent() && state.get().content() == Content.RELEASED;
  }

  /**
   * Silences a file that needs no content; without waiting for anyone.
   *
   * @return false when it needs content, or is about to
   */
  boolean ignoreResident(Descriptor file, FileHandle handle) {
    ReentrantLock stripe = stripe(handle);
    if (!stripe.tryLock()) {
      return false;
    }
    try {
      boolean resident = !needsContent(state(file, handle));
      if (resident) {
        group.ignoreFile(file, EVENTS);
      }
      return resident;
    } finally {
      stripe.unlock();
    }
  }

  /** Makes the file one that is served: whoever used it unwatched is watched from now on. */
  void becomeStub(Descriptor file, FileHandle handle, FileState state) {
    ReentrantLock stripe = stripe(handle);
    stripe.lock();
    try {
      states.write(file, state);
      group.heedFile(file, EVENTS);
    } finally {
      stripe.unlock();
    }
  }

  /** Watches a file again, before it becomes a stub. */
  void heed(Descriptor file) {
    group.heedFile(file, EVENTS);
  }

  /** Marks a file whose content and state are on the disk. */
  void ignore(Descriptor file) {
    group.ignoreFile(file, EVENTS);
  }

  /** Held while a resident file becomes a stub, so that nobody takes it for resident meanwhile. */
  ReentrantLock stripe(FileHandle handle) {
    return marks[Math.floorMod(handle.hashCode(), STRIPES)];
  }

  /** Writes all of it; a block that could not be written whole is none. */
  void writeFully(Descriptor file, ByteBuffer bytes, long at) {
    long offset = at;
    try {
      while (bytes.hasRemaining()) {
        offset += file.write(bytes, offset);
      }
    } catch (LinuxException e) {
      // It must not look like data.
      long start = offset / block * block;
      if (offset > start) {
        file.punch(start, block);
      }
      throw e;
    }
  }

  /** Takes the content away. The state first: what is left of the content is right with it. */
  void empty(Descriptor file, FileHandle handle, FileState stub) {
    FileStatus before = file.status();
    becomeStub(file, handle, stub);
    file.sync();
    punch(file, 0, before.size());
    file.times(before.accessed(), before.modified());
  }

  /** Nobody may change a stub, so one of another size is a stub whose making was cut short. */
  void mend(FileHandle handle, FileState stub, FileStatus status) {
    try (Descriptor file = open(handle, OpenFlags.READ_WRITE)) {
      file.truncate(0);
      file.truncate(stub.size());
      file.times(status.accessed(), stub.modified());
    }
  }

  /** The state of a file that may be gone. */
  @Nullable FileState current(FileHandle handle) {
    try (Descriptor file = open(handle, OpenFlags.READ)) {
      return state(file, handle).orElse(null);
    } catch (LinuxException e) {
      return null;
    }
  }
}
