package io.windlass.linux;

import java.nio.file.Path;

/** Mounts and unmounts. Needs the right to administrate the system. */
public final class Mounts {
  public static final int READ_ONLY = 1;
  public static final int NO_SET_ID = 2;
  public static final int NO_DEVICES = 4;

  private static final int CLONE = 1;
  private static final int EMPTY_PATH = 4;
  private static final int DETACH = 2;
  private static final int NO_FOLLOW = 8;

  private Mounts() {}

  /** Mounts a block device. */
  public static void mount(Path device, Path at, String type, int flags, String options) {
    try (Scratch s = Scratch.take()) {
      long result =
          Kernel.call(
              s,
              Call.MOUNT,
              s.text(device.toString()).address(),
              s.text(at.toString()).address(),
              s.text(type).address(),
              flags,
              s.text(options).address());
      Kernel.check(result, Call.MOUNT, device + " at " + at);
    }
  }

  /**
   * A further mount of what is mounted at a directory, attached nowhere: it lives as long as
   * descriptors opened through it.
   */
  public static Descriptor copy(Path directory) {
    try (Scratch s = Scratch.take()) {
      long fd =
          Kernel.call(
              s,
              Call.OPEN_TREE,
              Kernel.AT_FDCWD,
              s.text(directory.toString()).address(),
              CLONE | OpenFlags.CLOSE_ON_EXEC);
      return new Descriptor(Kernel.check(fd, Call.OPEN_TREE, directory.toString()));
    }
  }

  /** Makes a {@link #copy} visible at a directory. */
  public static void attach(Descriptor copy, Path at) {
    try (Scratch s = Scratch.take()) {
      long result =
          Kernel.call(
              s,
              Call.MOVE_MOUNT,
              copy.number(),
              s.text("").address(),
              Kernel.AT_FDCWD,
              s.text(at.toString()).address(),
              EMPTY_PATH);
      Kernel.check(result, Call.MOVE_MOUNT, at.toString());
    }
  }

  /**
   * Unmounts what is mounted there.
   *
   * @throws LinuxException with EBUSY while something in it is open
   */
  public static void unmount(Path at) {
    unmount(at, NO_FOLLOW);
  }

  /** Takes a mount out of sight at once; it ends when nothing in it is open any more. */
  public static void detach(Path at) {
    unmount(at, NO_FOLLOW | DETACH);
  }

  private static void unmount(Path at, int flags) {
    try (Scratch s = Scratch.take()) {
      long result = Kernel.call(s, Call.UMOUNT2, s.text(at.toString()).address(), flags);
      Kernel.check(result, Call.UMOUNT2, at.toString());
    }
  }
}
