package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory in the order of the file system, without {@code .} and {@code ..};
 * read in pieces of 64 KiB however large the directory is. Entries made or removed meanwhile may or
 * may not appear. Close it; not thread-safe.
 */
public final class Children implements Iterator<Child>, AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final Descriptor directory;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(BUFFER, 8);
  private long at;
  private long end;
  private @Nullable Child next;
  private boolean ended;

  Children(Descriptor directory) {
    this.directory = directory;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !ended) {
      if (at >= end) {
        fill();
      } else {
        next = entry();
      }
    }
    return next != null;
  }

  @Override
  public Child next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Child child = next;
    next = null;
    if (child == null) {
      throw new NoSuchElementException();
    }
    return child;
  }

  private void fill() {
    try (Scratch s = Scratch.take()) {
      long read = Kernel.call(s, Call.GETDENTS64, directory.number(), buffer.address(), BUFFER);
      // A directory removed meanwhile has no entries.
      end = read == -Errno.ENOENT ? 0 : Kernel.check(read, Call.GETDENTS64, "a directory");
    }
    at = 0;
    ended = end == 0;
  }

  private @Nullable Child entry() {
    long start = at;
    at += buffer.get(JAVA_SHORT_UNALIGNED, start + 16) & 0xffff;
    long name = start + 19;
    int length = 0;
    while (buffer.get(JAVA_BYTE, name + length) != 0) {
      length++;
    }
    byte[] bytes = buffer.asSlice(name, length).toArray(JAVA_BYTE);
    if (bytes[0] == '.' && (length == 1 || (length == 2 && bytes[1] == '.'))) {
      return null;
    }
    return new Child(
        FileName.decode(bytes),
        Child.Type.of(buffer.get(JAVA_BYTE, start + 18)),
        buffer.get(JAVA_LONG_UNALIGNED, start));
  }

  @Override
  public void close() {
    ended = true;
    next = null;
    directory.close();
    arena.close();
  }
}
