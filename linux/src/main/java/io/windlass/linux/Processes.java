package io.windlass.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.File;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Processes by descriptor, what they hold open, and limits of this one. */
public final class Processes {
  private static final int SIGIO = 29;
  private static final int RLIMIT_NOFILE = 7;
  private static final int KILL = 9;
  private static final short READABLE = 1;
  private static final long MOST_FILES = 1 << 20;

  private Processes() {}

  /** Keeps the signal by which the kernel tells of leases from ending this process. */
  @SuppressWarnings("restricted")
  public static void ignoreLeaseSignals() {
    MethodHandle signal =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("signal"),
                FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
    try {
      MemorySegment ignore = MemorySegment.ofAddress(1);
      MemorySegment before = (MemorySegment) signal.invokeExact(SIGIO, ignore);
      if (before.address() == -1) {
        throw new LinuxException(Errno.EINVAL, "ignoring SIGIO");
      }
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  /**
   * Raises the number of files this process may have open as far as it may.
   *
   * @return the number then in force
   */
  public static long raiseFileLimit() {
    try (Scratch s = Scratch.take()) {
      MemorySegment limit = s.bytes(16);
      Kernel.check(
          Kernel.call(s, Call.PRLIMIT64, 0, RLIMIT_NOFILE, 0, limit.address()), Call.PRLIMIT64, "");
      long soft = limit.get(JAVA_LONG, 0);
      long hard = limit.get(JAVA_LONG, 8);
      MemorySegment wanted = s.bytes(16);
      for (long most : new long[] {Math.max(hard, MOST_FILES), hard}) {
        wanted.set(JAVA_LONG, 0, most);
        wanted.set(JAVA_LONG, 8, most);
        if (Kernel.call(s, Call.PRLIMIT64, 0, RLIMIT_NOFILE, wanted.address(), 0) >= 0) {
          return most;
        }
      }
      return soft;
    }
  }

  /** How many files this process has open now. */
  public static long openFiles() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }

  /** A descriptor that means this process and never another one with the same number. */
  public static Descriptor open(long process) {
    try (Scratch s = Scratch.take()) {
      long fd = Kernel.call(s, Call.PIDFD_OPEN, process, 0);
      return new Descriptor(Kernel.check(fd, Call.PIDFD_OPEN, "process " + process));
    }
  }

  /** What the process holds open under a number, for this process too. */
  public static Descriptor take(Descriptor process, int number) {
    try (Scratch s = Scratch.take()) {
      long fd = Kernel.call(s, Call.PIDFD_GETFD, process.number(), number, 0);
      return new Descriptor(Kernel.check(fd, Call.PIDFD_GETFD, "number " + number));
    }
  }

  /** Ends a process at once; nothing happens when it has ended already. */
  public static void kill(Descriptor process) {
    try (Scratch s = Scratch.take()) {
      long result = Kernel.call(s, Call.PIDFD_SEND_SIGNAL, process.number(), KILL, 0, 0);
      if (result != -Errno.ESRCH) {
        Kernel.check(result, Call.PIDFD_SEND_SIGNAL, "");
      }
    }
  }

  /** Whether a process runs; one that has ended and was not waited for does not. */
  public static boolean runs(Descriptor process) {
    try (Scratch s = Scratch.take()) {
      MemorySegment polled = s.zeroed(8);
      polled.set(JAVA_INT, 0, process.number());
      polled.set(JAVA_SHORT, 4, READABLE);
      MemorySegment time = s.zeroed(16);
      long ready = Kernel.call(s, Call.PPOLL, polled.address(), 1, time.address(), 0, 8);
      return ready == 0;
    }
  }

  /** Waits for the end of a child; returns at once for a process that is no child of this one. */
  public static void reap(long child) {
    try (Scratch s = Scratch.take()) {
      Kernel.call(s, Call.WAIT4, child, 0, 0, 0);
    }
  }

  /** Makes a number unusable for new descriptors, or returns null when it is in use. */
  public static @Nullable Descriptor reserve(Descriptor any, int number) {
    Descriptor copy = new Descriptor(Kernel.check(any.control(1030, number), Call.FCNTL, ""));
    if (copy.number() == number) {
      return copy;
    }
    copy.close();
    return null;
  }
}
