package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name of an inode within its file system: it stays the same when the file is renamed, and is
 * never used for another file. Immutable; equal handles of one file system mean one file.
 */
public final class FileHandle {
  /** The most bytes the kernel gives to a handle, with its two leading numbers. */
  static final int MAX_BYTES = 128 + 8;

  private final byte[] bytes;
  private final long hash;

  private FileHandle(byte[] bytes) {
    this.bytes = bytes;
    long h = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      h = (h ^ (b & 0xff)) * 0x100000001b3L;
    }
    // The multiplication moves information upwards only; fold it down for short tables.
    this.hash = h ^ h >>> 29;
  }

  static FileHandle read(MemorySegment handle) {
    return new FileHandle(handle.asSlice(0, 8L + handle.get(JAVA_INT, 0)).toArray(JAVA_BYTE));
  }

  /**
   * A handle from {@link #bytes}.
   *
   * @throws IllegalArgumentException when they are none
   */
  public static FileHandle of(byte[] bytes) {
    if (bytes.length < 8 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("a file handle has 8 to " + MAX_BYTES + " bytes");
    }
    byte[] copy = bytes.clone();
    if (MemorySegment.ofArray(copy).get(Layouts.INT, 0) != copy.length - 8) {
      throw new IllegalArgumentException("the length of the file handle is not the one it states");
    }
    return new FileHandle(copy);
  }

  /** The handle as the kernel writes it, with length and type before it. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** A hash of 64 bits that is the same in every process. */
  public long hash() {
    return hash;
  }

  int length() {
    return bytes.length;
  }

  void write(MemorySegment to) {
    MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 0, bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileHandle handle && Arrays.equals(bytes, handle.bytes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
