package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The one door to the kernel: libc's {@code syscall}. Interrupted calls are made again. */
final class Kernel {
  /** Relative to the current directory. */
  static final int AT_FDCWD = -100;

  @SuppressWarnings("restricted")
  private static final MethodHandle SYSCALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                  JAVA_LONG),
              Linker.Option.firstVariadicArg(1),
              Linker.Option.captureCallState("errno"));

  private Kernel() {}

  /** The result, or the error number as a negative number. */
  static long call(Scratch s, Call call, long a, long b, long c, long d, long e, long f) {
    while (true) {
      long result = once(s.errno, call.number, a, b, c, d, e, f);
      if (result != -1) {
        return result;
      }
      int errno = s.errno.get(JAVA_INT, 0);
      if (errno != Errno.EINTR || call == Call.CLOSE || call == Call.PPOLL) {
        return -errno;
      }
    }
  }

  static long call(Scratch s, Call call, long a, long b, long c, long d, long e) {
    return call(s, call, a, b, c, d, e, 0);
  }

  static long call(Scratch s, Call call, long a, long b, long c, long d) {
    return call(s, call, a, b, c, d, 0, 0);
  }

  static long call(Scratch s, Call call, long a, long b, long c) {
    return call(s, call, a, b, c, 0, 0, 0);
  }

  static long call(Scratch s, Call call, long a, long b) {
    return call(s, call, a, b, 0, 0, 0, 0);
  }

  static long call(Scratch s, Call call, long a) {
    return call(s, call, a, 0, 0, 0, 0, 0);
  }

  /**
   * Passes a result on.
   *
   * @throws LinuxException when it is negative
   */
  static long check(long result, Call call, String about) {
    if (result < 0) {
      throw failed(result, call, about);
    }
    return result;
  }

  static LinuxException failed(long result, Call call, String about) {
    return new LinuxException(
        (int) -result, about.isEmpty() ? call.title() : call.title() + " of " + about);
  }

  private static long once(
      MemorySegment errno, long number, long a, long b, long c, long d, long e, long f) {
    try {
      return (long) SYSCALL.invokeExact(errno, number, a, b, c, d, e, f);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException(thrown);
    }
  }
}
