package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An open file or directory. Close it once; closing again does nothing, and using it afterwards
 * throws.
 *
 * <p>Paths are relative to this directory, as {@link FileName} encodes them, and may have several
 * segments. They can not leave it: neither {@code ..} nor symbolic links on the way are followed
 * out of or anywhere inside it, and a symbolic link at the end is never followed.
 *
 * <p>Every failure is a {@link LinuxException}. Thread-safe as far as the kernel is; closing while
 * another thread uses it is the caller's error.
 */
public final class Descriptor implements AutoCloseable {
  /** For {@link #times}: leave this one as it is. */
  public static final long TIME_UNCHANGED = Long.MIN_VALUE;

  private static final int RESOLVE = 0x8 | 0x4 | 0x2; // beneath, no symbolic and no magic links
  private static final int NO_FOLLOW = 0x100;
  private static final int REMOVE_DIRECTORY = 0x200;
  private static final int FOLLOW = 0x400;
  private static final int EMPTY_PATH = 0x1000;
  private static final int RENAME_NO_REPLACE = 1;
  private static final int RENAME_EXCHANGE = 2;
  private static final int F_DUPFD_CLOEXEC = 1030;

  private final AtomicInteger number;

  Descriptor(long number) {
    this.number = new AtomicInteger(Math.toIntExact(number));
  }

  /** Opens a directory by its path, following symbolic links. */
  public static Descriptor openDirectory(Path absolute) {
    return openAbsolute(absolute, OpenFlags.READ | OpenFlags.DIRECTORY);
  }

  /** Opens anything by its path, following symbolic links. */
  public static Descriptor openAbsolute(Path absolute, int flags) {
    try (Scratch s = Scratch.take()) {
      long path = s.text(absolute.toString()).address();
      long fd =
          Kernel.call(s, Call.OPENAT, Kernel.AT_FDCWD, path, flags | OpenFlags.CLOSE_ON_EXEC, 0);
      return new Descriptor(Kernel.check(fd, Call.OPENAT, absolute.toString()));
    }
  }

  /** The number the kernel knows it by. */
  public int number() {
    int fd = number.get();
    if (fd < 0) {
      throw new LinuxException(Errno.EBADF, "using a closed descriptor");
    }
    return fd;
  }

  /**
   * Opens or creates an entry.
   *
   * @param flags of {@link OpenFlags}
   * @param mode permissions of a new file; 0 unless it is created
   */
  public Descriptor open(String relative, int flags, int mode) {
    try (Scratch s = Scratch.take()) {
      MemorySegment how = s.bytes(24);
      how.set(JAVA_LONG, 0, flags | OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC);
      how.set(JAVA_LONG, 8, mode);
      how.set(JAVA_LONG, 16, RESOLVE);
      long fd =
          Kernel.call(
              s, Call.OPENAT2, number(), s.text(relative).address(), how.address(), how.byteSize());
      return new Descriptor(Kernel.check(fd, Call.OPENAT2, relative));
    }
  }

  /** Another descriptor of the same open file. */
  public Descriptor duplicate() {
    return new Descriptor(Kernel.check(control(F_DUPFD_CLOEXEC, 0), Call.FCNTL, "a duplicate"));
  }

  /** Makes a directory. */
  public void makeDirectory(String relative, int mode) {
    change(Call.MKDIRAT, relative, mode);
  }

  /** Removes a file, a symbolic link, or an empty directory. */
  public void remove(String relative, boolean directory) {
    change(Call.UNLINKAT, relative, directory ? REMOVE_DIRECTORY : 0);
  }

  private void change(Call call, String relative, int argument) {
    try (Parent parent = parent(relative);
        Scratch s = Scratch.take()) {
      long name = s.text(parent.name()).address();
      Kernel.check(Kernel.call(s, call, parent.number(), name, argument), call, relative);
    }
  }

  /** Renames an entry, within the same file system; replaces its target unless told otherwise. */
  public void rename(String from, Descriptor toDirectory, String to, boolean noReplace) {
    rename(from, toDirectory, to, noReplace ? RENAME_NO_REPLACE : 0);
  }

  /** Lets two entries of the same file system change places at once; both must exist. */
  public void exchange(String from, Descriptor toDirectory, String to) {
    rename(from, toDirectory, to, RENAME_EXCHANGE);
  }

  private void rename(String from, Descriptor toDirectory, String to, int flags) {
    try (Parent source = parent(from);
        Parent target = toDirectory.parent(to);
        Scratch s = Scratch.take()) {
      long result =
          Kernel.call(
              s,
              Call.RENAMEAT2,
              source.number(),
              s.text(source.name()).address(),
              target.number(),
              s.text(target.name()).address(),
              flags);
      Kernel.check(result, Call.RENAMEAT2, from + " to " + to);
    }
  }

  /** Gives a file another name. */
  public void link(String from, Descriptor toDirectory, String to) {
    try (Parent source = parent(from);
        Parent target = toDirectory.parent(to);
        Scratch s = Scratch.take()) {
      long result =
          Kernel.call(
              s,
              Call.LINKAT,
              source.number(),
              s.text(source.name()).address(),
              target.number(),
              s.text(target.name()).address(),
              0);
      Kernel.check(result, Call.LINKAT, from + " to " + to);
    }
  }

  /** Gives this open file a name, or another one; it may have none yet. */
  public void link(Descriptor toDirectory, String to) {
    try (Parent target = toDirectory.parent(to);
        Scratch s = Scratch.take()) {
      long name = s.text(target.name()).address();
      long nothing = s.text("").address();
      long result =
          Kernel.call(s, Call.LINKAT, number(), nothing, target.number(), name, EMPTY_PATH);
      if (result == -Errno.ENOENT) {
        // by way of its number: what needs no path takes a capability before Linux 6.10
        long path = s.text("/proc/self/fd/" + number()).address();
        result = Kernel.call(s, Call.LINKAT, Kernel.AT_FDCWD, path, target.number(), name, FOLLOW);
      }
      Kernel.check(result, Call.LINKAT, to);
    }
  }

  /** Makes a symbolic link. */
  public void symlink(String target, String relative) {
    try (Parent parent = parent(relative);
        Scratch s = Scratch.take()) {
      long result =
          Kernel.call(
              s,
              Call.SYMLINKAT,
              s.text(target).address(),
              parent.number(),
              s.text(parent.name()).address());
      Kernel.check(result, Call.SYMLINKAT, relative);
    }
  }

  /** Where a symbolic link points. */
  public String readLink(String relative) {
    try (Parent parent = parent(relative)) {
      return Links.read(parent.number(), parent.name());
    }
  }

  /**
   * The path of this open file as the kernel tells it; of a file without a name, something else.
   */
  public String path() {
    return Links.read(Kernel.AT_FDCWD, "/proc/self/fd/" + number());
  }

  /** The status of this file. */
  public FileStatus status() {
    return status(number(), "", EMPTY_PATH);
  }

  /** The status of an entry. */
  public FileStatus status(String relative) {
    try (Parent parent = parent(relative)) {
      return status(parent.number(), parent.name(), NO_FOLLOW);
    }
  }

  private static FileStatus status(int fd, String name, int flags) {
    try (Scratch s = Scratch.take()) {
      MemorySegment status = s.zeroed(FileStatus.STRUCT_BYTES);
      long result =
          Kernel.call(
              s, Call.STATX, fd, s.text(name).address(), flags, FileStatus.MASK, status.address());
      Kernel.check(result, Call.STATX, name);
      return FileStatus.read(status);
    }
  }

  /** The value of an extended attribute, or null when there is none. */
  public byte @Nullable [] attribute(String name) {
    return Attributes.get(number(), name);
  }

  /** Sets an extended attribute, at once or not at all. */
  public void attribute(String name, byte[] value) {
    Attributes.set(number(), name, value);
  }

  /** Removes an extended attribute if it is there. */
  public void removeAttribute(String name) {
    Attributes.remove(number(), name);
  }

  /** The same as {@link #attribute(String)} for an entry, which may be a symbolic link. */
  public byte @Nullable [] childAttribute(String relative, String name) {
    try (Parent parent = parent(relative)) {
      return Attributes.get(parent.number(), parent.name(), name);
    }
  }

  /** The same as {@link #attribute(String, byte[])} for an entry, which may be a symbolic link. */
  public void childAttribute(String relative, String name, byte[] value) {
    try (Parent parent = parent(relative)) {
      Attributes.set(parent.number(), parent.name(), name, value);
    }
  }

  /** The same as {@link #removeAttribute} for an entry, which may be a symbolic link. */
  public void removeChildAttribute(String relative, String name) {
    try (Parent parent = parent(relative)) {
      Attributes.remove(parent.number(), parent.name(), name);
    }
  }

  /**
   * Reads at an offset into the buffer's remaining space.
   *
   * @return bytes read, which may be fewer; 0 at the end of the file
   */
  public int read(ByteBuffer buffer, long offset) {
    return transfer(Call.PREAD64, buffer, offset);
  }

  /**
   * Writes the buffer's remaining bytes at an offset.
   *
   * @return bytes written, which may be fewer
   */
  public int write(ByteBuffer buffer, long offset) {
    return transfer(Call.PWRITE64, buffer, offset);
  }

  private int transfer(Call call, ByteBuffer buffer, long offset) {
    if (buffer.isDirect()) {
      try {
        int count = transfer(call, MemorySegment.ofBuffer(buffer), offset);
        buffer.position(buffer.position() + count);
        return count;
      } finally {
        Reference.reachabilityFence(buffer);
      }
    }
    try (Chunk chunk = Chunk.take()) {
      MemorySegment memory = chunk.memory().asSlice(0, Math.min(buffer.remaining(), Chunk.BYTES));
      ByteBuffer copy = memory.asByteBuffer();
      if (call == Call.PWRITE64) {
        copy.put(buffer.slice(buffer.position(), copy.capacity()));
      }
      int count = transfer(call, memory, offset);
      if (call == Call.PWRITE64) {
        buffer.position(buffer.position() + count);
      } else {
        buffer.put(copy.position(0).limit(count));
      }
      return count;
    }
  }

  private int transfer(Call call, MemorySegment memory, long offset) {
    try (Scratch s = Scratch.take()) {
      long count = Kernel.call(s, call, number(), memory.address(), memory.byteSize(), offset);
      return Math.toIntExact(Kernel.check(count, call, "a file"));
    }
  }

  /** Cuts the file, or makes it longer with a hole. */
  public void truncate(long size) {
    simple(Call.FTRUNCATE, size, 0);
  }

  /** Changes the owner. */
  public void owner(int uid, int gid) {
    simple(Call.FCHOWN, uid, gid);
  }

  /** Changes the owner of an entry, which may be a symbolic link. */
  public void owner(String relative, int uid, int gid) {
    try (Parent parent = parent(relative);
        Scratch s = Scratch.take()) {
      long name = s.text(parent.name()).address();
      Kernel.check(
          Kernel.call(s, Call.FCHOWNAT, parent.number(), name, uid, gid, NO_FOLLOW),
          Call.FCHOWNAT,
          relative);
    }
  }

  /** Changes the permissions. */
  public void mode(int permissions) {
    simple(Call.FCHMOD, permissions, 0);
  }

  /** Sets times in nanoseconds since the epoch, or {@link #TIME_UNCHANGED}. */
  public void times(long accessed, long modified) {
    try (Scratch s = Scratch.take()) {
      long pair = Times.pair(s, accessed, modified).address();
      Kernel.check(Kernel.call(s, Call.UTIMENSAT, number(), 0, pair, 0), Call.UTIMENSAT, "");
    }
  }

  /** Sets the times of an entry, which may be a symbolic link. */
  public void times(String relative, long accessed, long modified) {
    try (Parent parent = parent(relative);
        Scratch s = Scratch.take()) {
      long pair = Times.pair(s, accessed, modified).address();
      long name = s.text(parent.name()).address();
      Kernel.check(
          Kernel.call(s, Call.UTIMENSAT, parent.number(), name, pair, NO_FOLLOW),
          Call.UTIMENSAT,
          relative);
    }
  }

  /** Reserves space without changing the size; reads of it give zeros. */
  public void allocate(long offset, long length) {
    allocate(1, offset, length);
  }

  /** Gives space back without changing the size; reads of it give zeros. */
  public void punch(long offset, long length) {
    allocate(3, offset, length);
  }

  private void allocate(int mode, long offset, long length) {
    try (Scratch s = Scratch.take()) {
      long result = Kernel.call(s, Call.FALLOCATE, number(), mode, offset, length);
      Kernel.check(result, Call.FALLOCATE, length + " bytes");
    }
  }

  /** The first offset at or after this one where the file has data; -1 when there is none. */
  public long nextData(long offset) {
    return seek(offset, 3);
  }

  /** The first offset at or after this one in a hole or at the end; -1 when beyond the end. */
  public long nextHole(long offset) {
    return seek(offset, 4);
  }

  private long seek(long offset, int whence) {
    try (Scratch s = Scratch.take()) {
      long found = Kernel.call(s, Call.LSEEK, number(), offset, whence);
      return found == -6 ? -1 : Kernel.check(found, Call.LSEEK, "a file");
    }
  }

  /** Waits until the content is on the disk. */
  public void dataSync() {
    simple(Call.FDATASYNC, 0, 0);
  }

  /** Waits until content and status are on the disk. */
  public void sync() {
    simple(Call.FSYNC, 0, 0);
  }

  /** Waits until everything of the file system this is on is on the disk. */
  public void syncFileSystem() {
    simple(Call.SYNCFS, 0, 0);
  }

  private void simple(Call call, long first, long second) {
    try (Scratch s = Scratch.take()) {
      Kernel.check(Kernel.call(s, call, number(), first, second), call, "");
    }
  }

  long control(int command, long argument) {
    try (Scratch s = Scratch.take()) {
      return Kernel.call(s, Call.FCNTL, number(), command, argument);
    }
  }

  /** The entries of this directory; close the result. Independent of other readings. */
  public Children children() {
    return new Children(open(".", OpenFlags.READ | OpenFlags.DIRECTORY, 0));
  }

  /** The handle of this file. */
  public FileHandle handle() {
    return Handles.of(number());
  }

  /** The handle of an entry, which may be a symbolic link. */
  public FileHandle handle(String relative) {
    try (Parent parent = parent(relative)) {
      return Handles.of(parent.number(), parent.name());
    }
  }

  /** Opens a file by its handle, below no particular directory; this is any file of its mount. */
  public Descriptor openHandle(FileHandle handle, int flags) {
    return Handles.open(this, handle, flags);
  }

  private Parent parent(String relative) {
    int slash = relative.lastIndexOf('/');
    String name = relative.substring(slash + 1);
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new LinuxException(Errno.EINVAL, "the path " + relative);
    }
    if (slash < 0) {
      return new Parent(this, name, false);
    }
    int flags = OpenFlags.PATH | OpenFlags.DIRECTORY;
    return new Parent(open(relative.substring(0, slash), flags, 0), name, true);
  }

  /** The directory an entry is in, and its name there. */
  private record Parent(Descriptor directory, String name, boolean owned) implements AutoCloseable {
    int number() {
      return directory.number();
    }

    @Override
    public void close() {
      if (owned) {
        directory.close();
      }
    }
  }

  @Override
  public void close() {
    int fd = number.getAndSet(-1);
    if (fd >= 0) {
      try (Scratch s = Scratch.take()) {
        Kernel.call(s, Call.CLOSE, fd);
      }
    }
  }
}
