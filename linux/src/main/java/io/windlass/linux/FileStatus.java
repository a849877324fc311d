package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/**
 * What the kernel says about a file, without following a symbolic link. Times are nanoseconds since
 * the epoch.
 *
 * @param inode number within the file system
 * @param mode type and permissions
 * @param size bytes
 * @param blocks allocated units of 512 bytes
 * @param links names of the file
 * @param modified time of the last change of the content
 * @param accessed time of the last read, as far as the mount keeps it
 * @param changed time of the last change of content or status
 * @param device number of the device the file is on
 * @param mount number of the mount it was reached through; 0 when the kernel does not say
 * @param encrypted whether the kernel encrypts it (fscrypt), with its key here or not
 */
public record FileStatus(
    long inode,
    int mode,
    int uid,
    int gid,
    long size,
    long blocks,
    long links,
    long modified,
    long accessed,
    long changed,
    long device,
    long mount,
    boolean encrypted) {

  static final int STRUCT_BYTES = 256;

  /** Basic fields and the number of the mount. */
  static final int MASK = 0x7ff | 0x1000;

  private static final int TYPE = 0xf000;
  private static final long ENCRYPTED = 0x800;

  static FileStatus read(MemorySegment s) {
    return new FileStatus(
        s.get(JAVA_LONG, 32),
        s.get(JAVA_SHORT, 28) & 0xffff,
        s.get(JAVA_INT, 20),
        s.get(JAVA_INT, 24),
        s.get(JAVA_LONG, 40),
        s.get(JAVA_LONG, 48),
        s.get(JAVA_INT, 16) & 0xffff_ffffL,
        nanos(s, 112),
        nanos(s, 64),
        nanos(s, 96),
        ((long) s.get(JAVA_INT, 136) << 32) | (s.get(JAVA_INT, 140) & 0xffff_ffffL),
        (s.get(JAVA_INT, 0) & 0x1000) == 0 ? 0 : s.get(JAVA_LONG, 144),
        (s.get(JAVA_LONG, 8) & ENCRYPTED) != 0);
  }

  private static long nanos(MemorySegment s, long at) {
    return Times.nanos(s.get(JAVA_LONG, at), s.get(JAVA_INT, at + 8));
  }

  /** Whether it is a regular file. */
  public boolean isFile() {
    return (mode & TYPE) == 0x8000;
  }

  /** Whether it is a directory. */
  public boolean isDirectory() {
    return (mode & TYPE) == 0x4000;
  }

  /** Whether it is a symbolic link. */
  public boolean isSymbolicLink() {
    return (mode & TYPE) == 0xa000;
  }

  /** Permissions with set-id and sticky bits, without the type. */
  public int permissions() {
    return mode & 07777;
  }
}
