package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/** Names inodes and opens them by name. */
final class Handles {
  private static final int EMPTY_PATH = 0x1000;

  private Handles() {}

  static FileHandle of(int fd) {
    return of(fd, "", EMPTY_PATH);
  }

  /** Of a child, which may be a symbolic link. */
  static FileHandle of(int directory, String child) {
    return of(directory, child, 0);
  }

  private static FileHandle of(int fd, String name, int flags) {
    try (Scratch s = Scratch.take()) {
      MemorySegment handle = s.bytes(FileHandle.MAX_BYTES);
      handle.set(JAVA_INT, 0, FileHandle.MAX_BYTES - 8);
      long mount = s.bytes(8).address();
      long result =
          Kernel.call(
              s,
              Call.NAME_TO_HANDLE_AT,
              fd,
              s.text(name).address(),
              handle.address(),
              mount,
              flags);
      Kernel.check(result, Call.NAME_TO_HANDLE_AT, name);
      return FileHandle.read(handle);
    }
  }

  static Descriptor open(Descriptor mount, FileHandle handle, int flags) {
    try (Scratch s = Scratch.take()) {
      MemorySegment segment = s.bytes(handle.length());
      handle.write(segment);
      long fd =
          Kernel.call(
              s,
              Call.OPEN_BY_HANDLE_AT,
              mount.number(),
              segment.address(),
              flags | OpenFlags.CLOSE_ON_EXEC);
      return new Descriptor(Kernel.check(fd, Call.OPEN_BY_HANDLE_AT, ""));
    }
  }
}
