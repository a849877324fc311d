package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Extended attributes, of open files and of children that cannot be opened. */
final class Attributes {
  /** The most bytes read; values of ours are far smaller. */
  private static final int MAX_BYTES = 8192;

  /** Bytes of the structure that says where the value goes. */
  private static final int ARGUMENTS = 16;

  private static final int NO_FOLLOW = 0x100;

  private Attributes() {}

  static byte @Nullable [] get(int fd, String name) {
    try (Scratch s = Scratch.take()) {
      MemorySegment value = s.bytes(MAX_BYTES);
      long length =
          Kernel.call(s, Call.FGETXATTR, fd, s.text(name).address(), value.address(), MAX_BYTES);
      return value(length, value, Call.FGETXATTR, name);
    }
  }

  static byte @Nullable [] get(int directory, String child, String name) {
    try (Scratch s = Scratch.take()) {
      MemorySegment value = s.bytes(MAX_BYTES);
      long length = getAt(s, directory, child, name, value);
      if (length == -Errno.ENOSYS || length == -Errno.EPERM) {
        // older than Linux 6.13, or forbidden by a filter that is
        String path = path(directory, child);
        length =
            Kernel.call(
                s,
                Call.LGETXATTR,
                s.text(path).address(),
                s.text(name).address(),
                value.address(),
                MAX_BYTES);
      }
      return value(length, value, Call.LGETXATTR, name);
    }
  }

  private static long getAt(
      Scratch s, int directory, String child, String name, MemorySegment value) {
    MemorySegment arguments = s.bytes(ARGUMENTS);
    arguments.set(JAVA_LONG, 0, value.address());
    arguments.set(JAVA_INT, 8, MAX_BYTES);
    arguments.set(JAVA_INT, 12, 0);
    return Kernel.call(
        s,
        Call.GETXATTRAT,
        directory,
        s.text(child).address(),
        NO_FOLLOW,
        s.text(name).address(),
        arguments.address(),
        ARGUMENTS);
  }

  private static byte @Nullable [] value(long length, MemorySegment value, Call call, String name) {
    if (length == -Errno.ENODATA || length == -Errno.EOPNOTSUPP) {
      return null;
    }
    Kernel.check(length, call, name);
    return value.asSlice(0, length).toArray(JAVA_BYTE);
  }

  static void set(int fd, String name, byte[] value) {
    try (Scratch s = Scratch.take()) {
      long result =
          Kernel.call(
              s,
              Call.FSETXATTR,
              fd,
              s.text(name).address(),
              copy(s, value).address(),
              value.length);
      Kernel.check(result, Call.FSETXATTR, name);
    }
  }

  static void set(int directory, String child, String name, byte[] value) {
    try (Scratch s = Scratch.take()) {
      long result =
          Kernel.call(
              s,
              Call.LSETXATTR,
              s.text(path(directory, child)).address(),
              s.text(name).address(),
              copy(s, value).address(),
              value.length);
      Kernel.check(result, Call.LSETXATTR, name + " on " + child);
    }
  }

  static void remove(int fd, String name) {
    try (Scratch s = Scratch.take()) {
      removed(Kernel.call(s, Call.FREMOVEXATTR, fd, s.text(name).address()), name);
    }
  }

  static void remove(int directory, String child, String name) {
    try (Scratch s = Scratch.take()) {
      removed(
          Kernel.call(
              s,
              Call.LREMOVEXATTR,
              s.text(path(directory, child)).address(),
              s.text(name).address()),
          name);
    }
  }

  private static void removed(long result, String name) {
    if (result != -Errno.ENODATA) {
      Kernel.check(result, Call.FREMOVEXATTR, name);
    }
  }

  private static MemorySegment copy(Scratch s, byte[] value) {
    MemorySegment segment = s.bytes(value.length);
    MemorySegment.copy(value, 0, segment, JAVA_BYTE, 0, value.length);
    return segment;
  }

  private static String path(int directory, String child) {
    return "/proc/self/fd/" + directory + "/" + child;
  }
}
