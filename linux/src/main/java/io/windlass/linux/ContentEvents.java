package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** Reads the events of a group made by {@link Fanotify#preContent}. For one thread. */
public final class ContentEvents {
  private static final byte VERSION = 3;
  private static final byte RANGE = 6;

  /** One event with a range: leaves the rest of the queue to other readers. */
  private static final int BUFFER = 48;

  private final Fanotify group;
  private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER, 8);

  /** Reads from this group. */
  public ContentEvents(Fanotify group) {
    this.group = group;
  }

  /**
   * Hands one or two waiting events over.
   *
   * @return false when none was waiting
   */
  public boolean poll(Consumer<ContentEvent> to) {
    long end = group.read(buffer, BUFFER);
    long at = 0;
    while (at < end) {
      to.accept(event(at));
      at += buffer.get(Layouts.INT, at);
    }
    return end > 0;
  }

  private ContentEvent event(long at) {
    if (buffer.get(JAVA_BYTE, at + 4) != VERSION) {
      throw new IllegalStateException("events of the kernel are of an unknown version");
    }
    long offset = 0;
    long count = 0;
    long end = at + buffer.get(Layouts.INT, at);
    long info = at + buffer.get(Layouts.SHORT, at + 6);
    while (info < end) {
      if (buffer.get(JAVA_BYTE, info) == RANGE) {
        offset = buffer.get(Layouts.LONG, info + 8);
        count = buffer.get(Layouts.LONG, info + 16);
      }
      info += buffer.get(Layouts.SHORT, info + 2) & 0xffff;
    }
    int number = buffer.get(Layouts.INT, at + 16);
    return new ContentEvent(
        new Descriptor(number),
        number,
        buffer.get(Layouts.LONG, at + 8),
        buffer.get(Layouts.INT, at + 20),
        offset,
        count);
  }
}
