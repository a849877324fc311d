package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the events of a group made by {@link Fanotify#changes}. For one thread. */
public final class ChangeEvents {
  private static final int BUFFER = 256 * 1024;
  private static final int METADATA = 24;
  private static final byte FILE = 1;
  private static final byte ENTRY = 2;
  private static final byte OLD_ENTRY = 10;
  private static final byte NEW_ENTRY = 12;

  private static final int NOBODY = -1;

  private final Fanotify group;
  private final MemorySegment buffer;
  private final int unheard;

  /** Up to where the memory holds something; all of it may hold what an earlier process left. */
  private long used;

  /** Reads from this group. */
  public ChangeEvents(Fanotify group) {
    this(group, Arena.ofAuto().allocate(BUFFER, 8), NOBODY);
  }

  /**
   * Reads from this group into memory of the caller's. The kernel writes events straight into it:
   * where it is a mapped file, what was read and not settled outlives this process.
   *
   * @param buffer at least 4 KiB, all zero except for events that an earlier process left
   * @param unheard the number of a process whose events are left out, but for those that say that
   *     events were lost
   */
  public ChangeEvents(Fanotify group, MemorySegment buffer, int unheard) {
    this.group = group;
    this.buffer = buffer;
    this.unheard = unheard;
    this.used = buffer.byteSize();
  }

  /** Hands over, in order, the events that were read into the memory and not settled. */
  public void replay(Consumer<ChangeEvent> to) {
    handOver(buffer.byteSize(), to);
  }

  /** The events that were read are dealt with. */
  public void settle() {
    buffer.asSlice(0, used).fill((byte) 0);
    used = 0;
  }

  /**
   * Hands waiting events over, in order.
   *
   * @return false when none was waiting
   */
  public boolean poll(Consumer<ChangeEvent> to) {
    long end = group.read(buffer, buffer.byteSize());
    used = Math.max(used, end);
    handOver(end, to);
    return end > 0;
  }

  private void handOver(long end, Consumer<ChangeEvent> to) {
    long at = 0;
    while (at + METADATA <= end && buffer.get(Layouts.INT, at) >= METADATA) {
      if (isHeard(at)) {
        to.accept(event(at));
      }
      at += buffer.get(Layouts.INT, at);
    }
  }

  private boolean isHeard(long at) {
    return buffer.get(Layouts.INT, at + 20) != unheard
        || (buffer.get(Layouts.LONG, at + 8) & Fanotify.OVERFLOW) != 0;
  }

  private ChangeEvent event(long at) {
    long end = at + buffer.get(Layouts.INT, at);
    ChangeEvent.Entry entry = null;
    ChangeEvent.Entry from = null;
    ChangeEvent.Entry to = null;
    FileHandle file = null;
    long info = at + buffer.get(Layouts.SHORT, at + 6);
    while (info < end) {
      int length = buffer.get(Layouts.SHORT, info + 2) & 0xffff;
      switch (buffer.get(JAVA_BYTE, info)) {
        case FILE -> file = handle(info);
        case ENTRY -> entry = entry(info, length);
        case OLD_ENTRY -> from = entry(info, length);
        case NEW_ENTRY -> to = entry(info, length);
        default -> {}
      }
      info += length;
    }
    return new ChangeEvent(
        buffer.get(Layouts.LONG, at + 8), buffer.get(Layouts.INT, at + 20), entry, from, to, file);
  }

  private @Nullable FileHandle handle(long info) {
    int length = buffer.get(Layouts.INT, info + 12);
    if (length == 0) {
      return null;
    }
    return FileHandle.of(buffer.asSlice(info + 12, 8L + length).toArray(JAVA_BYTE));
  }

  private ChangeEvent.@Nullable Entry entry(long info, int length) {
    FileHandle directory = handle(info);
    if (directory == null) {
      return null;
    }
    long start = info + 12 + directory.length();
    long end = start;
    while (end < info + length && buffer.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    byte[] name = buffer.asSlice(start, end - start).toArray(JAVA_BYTE);
    return new ChangeEvent.Entry(directory, FileName.decode(name));
  }
}
