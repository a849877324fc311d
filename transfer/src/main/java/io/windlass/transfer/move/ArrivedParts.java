package io.windlass.transfer.move;

import io.windlass.objectstore.ChecksumAlgorithm;
import io.windlass.objectstore.ObjectChecksum;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The parts of a file that have arrived, with the CRC-32C of their bytes. Thread-safe. */
final class ArrivedParts {
  /**
   * A part.
   *
   * @param crc absent when nobody has computed it
   */
  private record Part(long length, Optional<Integer> crc) {}

  private static final int BYTES = Integer.BYTES + Long.BYTES + 1 + Integer.BYTES;

  private final NavigableMap<Integer, Part> parts = new ConcurrentSkipListMap<>();

  /** What {@link #write} has written; none for no bytes. */
  static ArrivedParts read(byte[] bytes) {
    ArrivedParts read = new ArrivedParts();
    for (ByteBuffer in = ByteBuffer.wrap(bytes); in.remaining() >= BYTES; ) {
      int number = in.getInt();
      long length = in.getLong();
      boolean known = in.get() == 1;
      int crc = in.getInt();
      read.parts.put(number, new Part(length, known ? Optional.of(crc) : Optional.empty()));
    }
    return read;
  }

  byte[] write() {
    Map<Integer, Part> now = new TreeMap<>(parts);
    ByteBuffer out = ByteBuffer.allocate(now.size() * BYTES);
    now.forEach((number, part) ->
        out.putInt(number)
            .putLong(part.length())
            .put((byte) (part.crc().isPresent() ? 1 : 0))
            .putInt(part.crc().orElse(0)));
    return out.array();
  }

  boolean has(Parts.Slice slice) {
    Part part = parts.get(slice.number());
    return part != null && part.length() == slice.length();
  }

  void add(Parts.Slice slice, Optional<ObjectChecksum> crc) {
    parts.put(
        slice.number(),
        new Part(slice.length(), crc.map(known -> Integer.parseUnsignedInt(known.hex(), 16))));
  }

  /** The CRC-32C of one of them, where it was computed. */
  Optional<ObjectChecksum> crc(Parts.Slice slice) {
    return has(slice)
        ? Optional.ofNullable(parts.get(slice.number())).flatMap(Part::crc).map(ArrivedParts::crc)
        : Optional.empty();
  }

  private static ObjectChecksum crc(int value) {
    return ObjectChecksum.ofHex(ChecksumAlgorithm.CRC32C, String.format("%08x", value));
  }

  /** The CRC-32C of them all, one behind the other, when it is known of each. */
  Optional<ObjectChecksum> whole() {
    int whole = 0;
    for (Part part : parts.values()) {
      if (part.crc().isEmpty()) {
        return Optional.empty();
      }
      whole = CombinedCrc.of(whole, part.crc().get(), part.length());
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(crc(whole));
  }
}
