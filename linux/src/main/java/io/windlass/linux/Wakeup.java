package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.time.Duration;

/** Waits for events of a group or the end of a process, and ends that waiting. Thread-safe. */
public final class Wakeup implements AutoCloseable {
  private static final int CLOSE_ON_EXEC_NON_BLOCKING = 0x80000 | 0x800;
  private static final short READABLE = 1;

  private final Descriptor bell;

  /** Not rung yet. */
  public Wakeup() {
    try (Scratch s = Scratch.take()) {
      long fd = Kernel.call(s, Call.EVENTFD2, 0, CLOSE_ON_EXEC_NON_BLOCKING);
      bell = new Descriptor(Kernel.check(fd, Call.EVENTFD2, ""));
    }
  }

  /** Ends all waiting, now and later. */
  public void ring() {
    try (Scratch s = Scratch.take()) {
      MemorySegment one = s.bytes(8);
      one.set(JAVA_LONG, 0, 1);
      Kernel.call(s, Call.WRITE, bell.number(), one.address(), 8);
    }
  }

  /**
   * Waits until the group has events, the bell rings, or the time is over.
   *
   * @return false when the bell rang
   */
  public boolean await(Fanotify group, Duration most) {
    return await(group.descriptor(), most);
  }

  /**
   * The same for anything that becomes readable: a process, see {@link Processes#open}, does when
   * it has ended.
   */
  public boolean await(Descriptor readable, Duration most) {
    try (Scratch s = Scratch.take()) {
      MemorySegment polled = s.zeroed(16);
      polled.set(JAVA_INT, 0, readable.number());
      polled.set(JAVA_SHORT, 4, READABLE);
      polled.set(JAVA_INT, 8, bell.number());
      polled.set(JAVA_SHORT, 12, READABLE);
      MemorySegment time = s.bytes(16);
      time.set(JAVA_LONG, 0, most.toSeconds());
      time.set(JAVA_LONG, 8, most.toNanosPart());
      long result = Kernel.call(s, Call.PPOLL, polled.address(), 2, time.address(), 0, 8);
      if (result != -Errno.EINTR) {
        Kernel.check(result, Call.PPOLL, "");
      }
      return polled.get(JAVA_SHORT, 14) == 0;
    }
  }

  @Override
  public void close() {
    bell.close();
  }
}
