package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A group of file system events. Events queue without a limit; reading never waits, {@link
 * Wakeup#await} does. Thread-safe. Closing this descriptor ends the group only when no other
 * process holds it.
 */
public final class Fanotify implements AutoCloseable {
  public static final long MODIFY = 0x2;
  public static final long ATTRIBUTES = 0x4;
  public static final long CLOSE_WRITE = 0x8;
  public static final long MOVED_FROM = 0x40;
  public static final long MOVED_TO = 0x80;
  public static final long CREATE = 0x100;
  public static final long DELETE = 0x200;
  public static final long OVERFLOW = 0x4000;

  /** A file is being opened; the opener waits for an answer. */
  public static final long OPEN_PERMISSION = 0x10000;

  /** Content is about to be used; the user waits for an answer. */
  public static final long PRE_ACCESS = 0x100000;

  public static final long RENAME = 0x1000_0000;
  public static final long ON_DIRECTORY = 0x4000_0000;

  /** Lets the waiting process go on. */
  public static final int ALLOW = 1;

  private static final int CLOEXEC_NONBLOCK_UNLIMITED = 0x1 | 0x2 | 0x10 | 0x20;
  private static final int PRE_CONTENT = 0x8;
  private static final int REPORT_TID = 0x100;
  private static final int REPORT_FD_ERROR = 0x2000;
  private static final int REPORT_NAMES = 0x200 | 0x400 | 0x800 | 0x1000;

  private static final int ADD = 1;
  private static final int REMOVE = 2;
  private static final int MOUNT = 0x10;
  private static final int FILE_SYSTEM = 0x100;
  private static final int EVICTABLE = 0x200;
  private static final int IGNORE_SURVIVING = 0x440;

  private final Descriptor group;

  private Fanotify(Descriptor group) {
    this.group = group;
  }

  /**
   * A group whose events hold back the program that caused them until they are answered.
   *
   * @throws LinuxException with EPERM without the right, EINVAL on a kernel without such events
   */
  public static Fanotify preContent() {
    return create(
        PRE_CONTENT | REPORT_TID | REPORT_FD_ERROR,
        OpenFlags.READ | OpenFlags.LARGE_FILE | OpenFlags.CLOSE_ON_EXEC | OpenFlags.NO_ACCESS_TIME);
  }

  /** A group whose events tell of changes, with handle of the directory, name, and own handle. */
  public static Fanotify changes() {
    return create(REPORT_NAMES, OpenFlags.READ);
  }

  private static Fanotify create(int flags, int eventFlags) {
    try (Scratch s = Scratch.take()) {
      long fd = Kernel.call(s, Call.FANOTIFY_INIT, flags | CLOEXEC_NONBLOCK_UNLIMITED, eventFlags);
      return new Fanotify(new Descriptor(Kernel.check(fd, Call.FANOTIFY_INIT, "")));
    }
  }

  /** A group that another process keeps. */
  public static Fanotify of(Descriptor group) {
    return new Fanotify(group);
  }

  /** The group as a descriptor, to be held by others too. */
  public Descriptor descriptor() {
    return group;
  }

  /** Asks for events of a whole file system, over every mount of it. */
  public void watchFileSystem(Descriptor directory, long events) {
    mark(ADD | FILE_SYSTEM, events, directory, ".");
  }

  /** Ends {@link #watchFileSystem}; nothing happens when there is no such mark. */
  public void unwatchFileSystem(Descriptor directory, long events) {
    unmark(REMOVE | FILE_SYSTEM, events, directory, ".");
  }

  /** Silences the mount this directory was opened through. */
  public void ignoreMount(Descriptor directory, long events) {
    mark(ADD | MOUNT | IGNORE_SURVIVING, events, directory, ".");
  }

  /** Silences one file, until {@link #heedFile} or until the kernel forgets the inode. */
  public void ignoreFile(Descriptor file, long events) {
    mark(ADD | IGNORE_SURVIVING | EVICTABLE, events, file, null);
  }

  /** Ends {@link #ignoreFile}; nothing happens when it is not in force. */
  public void heedFile(Descriptor file, long events) {
    unmark(REMOVE | IGNORE_SURVIVING, events, file, null);
  }

  private void mark(int flags, long events, Descriptor file, @Nullable String name) {
    Kernel.check(marking(flags, events, file, name), Call.FANOTIFY_MARK, "");
  }

  private void unmark(int flags, long events, Descriptor file, @Nullable String name) {
    long result = marking(flags, events, file, name);
    if (result != -Errno.ENOENT) {
      Kernel.check(result, Call.FANOTIFY_MARK, "");
    }
  }

  private long marking(int flags, long events, Descriptor file, @Nullable String name) {
    try (Scratch s = Scratch.take()) {
      long path = name == null ? 0 : s.text(name).address();
      return Kernel.call(s, Call.FANOTIFY_MARK, group.number(), flags, events, file.number(), path);
    }
  }

  /**
   * Reads events as the kernel writes them.
   *
   * @return bytes read; 0 when nothing is waiting
   */
  public int read(MemorySegment buffer) {
    return read(buffer, buffer.byteSize());
  }

  int read(MemorySegment buffer, long most) {
    try (Scratch s = Scratch.take()) {
      long count = Kernel.call(s, Call.READ, group.number(), buffer.address(), most);
      return count == -Errno.EAGAIN ? 0 : (int) Kernel.check(count, Call.READ, "events");
    }
  }

  /** The answer that makes the waiting call fail with this error number. */
  public static int deny(int errno) {
    return 2 | errno << 24;
  }

  /**
   * Answers the event that came with this descriptor number.
   *
   * @return whether there was one; a process that was killed meanwhile is answered as well
   */
  public boolean answer(int number, int answer) {
    try (Scratch s = Scratch.take()) {
      MemorySegment response = s.bytes(8);
      response.set(JAVA_INT, 0, number);
      response.set(JAVA_INT, 4, answer);
      long result = Kernel.call(s, Call.WRITE, group.number(), response.address(), 8);
      if (result == -Errno.ENOENT) {
        return false;
      }
      Kernel.check(result, Call.WRITE, "an answer");
      return true;
    }
  }

  @Override
  public void close() {
    group.close();
  }
}
