package io.windlass.linux;

/**
 * Leases, which the kernel gives only while nobody else uses a file in a conflicting way. The
 * process must ignore SIGIO ({@link Processes#ignoreLeaseSignals}).
 */
public final class Leases {
  private static final int F_SETLEASE = 1024;
  private static final int READ = 0;
  private static final int WRITE = 1;
  private static final int NONE = 2;

  private Leases() {}

  /** Whether anyone, this process included, has the file open for writing. */
  public static boolean openForWriting(Descriptor file) {
    if (!take(file, READ)) {
      return true;
    }
    giveBack(file);
    return false;
  }

  /**
   * Takes the file for this descriptor alone: whoever opens it from now on waits until {@link
   * #giveBack}.
   *
   * @return false when someone else has it open or mapped
   */
  public static boolean takeAlone(Descriptor file) {
    return take(file, WRITE);
  }

  private static boolean take(Descriptor file, int kind) {
    long result = file.control(F_SETLEASE, kind);
    if (result == -Errno.EAGAIN || result == -Errno.EBUSY) {
      return false;
    }
    Kernel.check(result, Call.FCNTL, "a lease");
    return true;
  }

  /** Ends a lease. */
  public static void giveBack(Descriptor file) {
    Kernel.check(file.control(F_SETLEASE, NONE), Call.FCNTL, "a lease");
  }
}
