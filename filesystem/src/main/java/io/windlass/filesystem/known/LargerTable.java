package io.windlass.filesystem.known;

import io.windlass.linux.Descriptor;
import java.nio.ByteBuffer;

/**
 * A new table of {@link KnownObjects} while it takes over what is in an older one. What comes in
 * the order of the older one goes to a few places of this one that move on together, so some pieces
 * in memory spare most reading and writing. Not thread-safe.
 */
final class LargerTable {
  private static final int SLOT = KnownObjects.SLOT;
  private static final int PIECE = 4096;
  private static final int MOST_LANES = 8;

  private final Descriptor file;
  private final long capacity;
  private final long lane;
  private final ByteBuffer[] pieces;
  private final long[] numbers;

  /**
   * An empty one.
   *
   * @param file all zero
   * @param capacity slots, a power of two and at least 4,096
   * @param older slots of the older one
   */
  LargerTable(Descriptor file, long capacity, long older) {
    this.file = file;
    this.capacity = capacity;
    this.lane = Math.max(older, capacity / MOST_LANES);
    int lanes = (int) Math.max(1, capacity / lane);
    this.pieces = new ByteBuffer[lanes];
    this.numbers = new long[lanes];
    for (int i = 0; i < lanes; i++) {
      pieces[i] = ByteBuffer.allocateDirect(PIECE * SLOT);
      numbers[i] = i * lane / PIECE;
      read(i);
    }
  }

  /** Takes over a key that is not there yet. */
  void put(long key, long etag) {
    long at = key & (capacity - 1);
    while (piece(at).getLong(offset(at)) != KnownObjects.EMPTY) {
      at = (at + 1) & (capacity - 1);
    }
    piece(at).putLong(offset(at), key).putLong(offset(at) + 8, etag);
  }

  /** Writes what was not written. */
  void end() {
    for (int i = 0; i < pieces.length; i++) {
      write(i);
    }
  }

  private static int offset(long at) {
    return (int) (at % PIECE) * SLOT;
  }

  private ByteBuffer piece(long at) {
    int index = (int) Math.min(at / lane, pieces.length - 1L);
    long number = at / PIECE;
    if (numbers[index] != number) {
      write(index);
      numbers[index] = number;
      read(index);
    }
    return pieces[index];
  }

  private void read(int index) {
    ByteBuffer piece = pieces[index].clear();
    while (piece.hasRemaining()) {
      if (file.read(piece, begin(index) + piece.position()) == 0) {
        throw new IllegalStateException("the table of known objects is cut off");
      }
    }
    piece.clear();
  }

  private void write(int index) {
    ByteBuffer piece = pieces[index].clear();
    while (piece.hasRemaining()) {
      file.write(piece, begin(index) + piece.position());
    }
    piece.clear();
  }

  private long begin(int index) {
    return numbers[index] * PIECE * SLOT;
  }
}
