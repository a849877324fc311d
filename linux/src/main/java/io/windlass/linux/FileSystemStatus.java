package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * The file system a file is on.
 *
 * @param type number of the kind of file system
 * @param blockSize bytes of a block
 * @param total bytes it holds
 * @param available bytes that are free for users
 */
public record FileSystemStatus(long type, long blockSize, long total, long available) {
  public static final long EXT4 = 0xef53;
  public static final long XFS = 0x58465342;
  public static final long BTRFS = 0x9123683e;

  /** The file system of an open file. */
  public static FileSystemStatus of(Descriptor file) {
    try (Scratch s = Scratch.take()) {
      MemorySegment status = s.zeroed(160);
      Kernel.check(Kernel.call(s, Call.FSTATFS, file.number(), status.address()), Call.FSTATFS, "");
      long blockSize = status.get(JAVA_LONG, 8);
      return new FileSystemStatus(
          status.get(JAVA_LONG, 0) & 0xffff_ffffL,
          blockSize,
          blockSize * status.get(JAVA_LONG, 16),
          blockSize * status.get(JAVA_LONG, 32));
    }
  }
}
