package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Opens files of XFS so that writing leaves their times alone, which no other file system offers.
 * Immutable.
 */
public final class XfsHandles {
  private static final long FD_TO_HANDLE = 0xc038586aL;
  private static final long OPEN_BY_HANDLE = 0xc038586bL;
  private static final int REQUEST_BYTES = 56;
  private static final int HANDLE_BYTES = 24;
  private static final int TYPE_64_BITS = 0x80;

  private final Descriptor mount;
  private final long fileSystem;

  private XfsHandles(Descriptor mount, long fileSystem) {
    this.mount = mount;
    this.fileSystem = fileSystem;
  }

  /** For files of this mount; empty when it is not XFS or does not offer it. */
  public static Optional<XfsHandles> of(Descriptor mount) {
    if (FileSystemStatus.of(mount).type() != FileSystemStatus.XFS) {
      return Optional.empty();
    }
    try (Scratch s = Scratch.take()) {
      MemorySegment handle = s.zeroed(64);
      MemorySegment length = s.zeroed(8);
      MemorySegment request = s.zeroed(REQUEST_BYTES);
      request.set(JAVA_INT, 0, mount.number());
      request.set(JAVA_LONG, 40, handle.address());
      request.set(JAVA_LONG, 48, length.address());
      long result = Kernel.call(s, Call.IOCTL, mount.number(), FD_TO_HANDLE, request.address());
      return result < 0
          ? Optional.empty()
          : Optional.of(new XfsHandles(mount, handle.get(JAVA_LONG, 0)));
    }
  }

  /** Opens a file for reading and writing; what is written changes no times. */
  public Descriptor openSilently(FileHandle file) {
    try (Scratch s = Scratch.take()) {
      MemorySegment plain = s.bytes(FileHandle.MAX_BYTES);
      file.write(plain);
      boolean wide = (plain.get(JAVA_INT, 4) & TYPE_64_BITS) != 0;
      MemorySegment handle = s.zeroed(HANDLE_BYTES);
      handle.set(JAVA_LONG, 0, fileSystem);
      handle.set(JAVA_SHORT, 8, (short) 14);
      handle.set(JAVA_INT, 12, plain.get(JAVA_INT, wide ? 16 : 12));
      handle.set(
          JAVA_LONG, 16, wide ? plain.get(JAVA_LONG, 8) : plain.get(JAVA_INT, 8) & 0xffff_ffffL);
      MemorySegment request = s.zeroed(REQUEST_BYTES);
      request.set(JAVA_INT, 16, OpenFlags.READ_WRITE);
      request.set(JAVA_LONG, 24, handle.address());
      request.set(JAVA_INT, 32, HANDLE_BYTES);
      long fd = Kernel.call(s, Call.IOCTL, mount.number(), OPEN_BY_HANDLE, request.address());
      return new Descriptor(Kernel.check(fd, Call.IOCTL, "a file of XFS"));
    }
  }
}
