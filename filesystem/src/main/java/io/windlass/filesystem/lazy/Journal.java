package io.windlass.filesystem.lazy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.windlass.linux.ContentEvent;
import io.windlass.linux.FileHandle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that were read and not answered, for a successor of this process: a mapped file, which
 * outlives a kill, with a slot for each descriptor number. The file belongs in memory (tmpfs): a
 * reboot ends the events too. Thread-safe as long as numbers are.
 */
final class Journal implements AutoCloseable {
  /** Events with higher numbers are refused. */
  static final int SLOTS = 1 << 17;

  private static final int SLOT_BYTES = 192;
  private static final int HANDLE = 40;
  private static final int RECORDED = 1;
  private static final VarHandle STATE = JAVA_INT.varHandle();

  private final Arena arena = Arena.ofShared();
  private final MemorySegment slots;

  Journal(Path file) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      slots = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) SLOTS * SLOT_BYTES, arena);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An event of the predecessor; the handle is null when it had not come to record it. */
  record Entry(
      int number, int thread, long events, long offset, long count, @Nullable FileHandle handle) {}

  /** Whether an event of this number can be recorded. */
  static boolean holds(int number) {
    return number < SLOTS;
  }

  /** Right after reading. */
  void record(ContentEvent event) {
    MemorySegment slot = slot(event.number());
    slot.set(JAVA_INT, 4, event.thread());
    slot.set(JAVA_LONG, 8, event.events());
    slot.set(JAVA_LONG, 16, event.offset());
    slot.set(JAVA_LONG, 24, event.count());
    slot.set(JAVA_INT, 32, 0);
    STATE.setRelease(slot, 0L, RECORDED);
  }

  /** As soon as it is known. */
  void record(int number, FileHandle handle) {
    byte[] bytes = handle.bytes();
    MemorySegment slot = slot(number);
    MemorySegment.copy(bytes, 0, slot, JAVA_BYTE, HANDLE, bytes.length);
    STATE.setRelease(slot, 32L, bytes.length);
  }

  /** After the answer, before the number can be used again. */
  void clear(int number) {
    STATE.setRelease(slot(number), 0L, 0);
  }

  /** What a predecessor left. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (int number = 0; number < SLOTS; number++) {
      MemorySegment slot = slot(number);
      if (slot.get(JAVA_INT, 0) == RECORDED) {
        entries.add(
            new Entry(
                number,
                slot.get(JAVA_INT, 4),
                slot.get(JAVA_LONG, 8),
                slot.get(JAVA_LONG, 16),
                slot.get(JAVA_LONG, 24),
                handle(slot, slot.get(JAVA_INT, 32))));
      }
    }
    return entries;
  }

  private static @Nullable FileHandle handle(MemorySegment slot, int length) {
    if (length <= 0 || length > SLOT_BYTES - HANDLE) {
      return null;
    }
    return FileHandle.of(slot.asSlice(HANDLE, length).toArray(JAVA_BYTE));
  }

  /** Forgets everything: no event is outstanding. */
  void reset() {
    for (int number = 0; number < SLOTS; number++) {
      if (slot(number).get(JAVA_INT, 0) != 0) {
        clear(number);
      }
    }
  }

  private MemorySegment slot(int number) {
    return slots.asSlice((long) number * SLOT_BYTES, SLOT_BYTES);
  }

  @Override
  public void close() {
    arena.close();
  }
}
