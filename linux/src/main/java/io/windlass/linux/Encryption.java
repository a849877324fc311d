package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * Encryption of directories by the file system (fscrypt). {@link FileStatus#encrypted} tells it of
 * an entry.
 */
public final class Encryption {
  private static final long GET_POLICY = 0xc0096616L;

  private Encryption() {}

  /** Whether a file system may have encrypted directories; costs one system call. */
  public static boolean possible(Descriptor fileSystem) {
    try (Scratch s = Scratch.take()) {
      MemorySegment policy = s.zeroed(32);
      policy.set(JAVA_LONG, 0, 24);
      long result = Kernel.call(s, Call.IOCTL, fileSystem.number(), GET_POLICY, policy.address());
      return result == 0 || result == -Errno.ENODATA;
    }
  }
}
