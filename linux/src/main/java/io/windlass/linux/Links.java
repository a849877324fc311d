package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** Reads symbolic links, those of /proc among them. */
final class Links {
  private static final int MAX_BYTES = 4096;

  private Links() {}

  static String read(int directory, String name) {
    try (Scratch s = Scratch.take()) {
      MemorySegment target = s.bytes(MAX_BYTES);
      long length =
          Kernel.call(
              s, Call.READLINKAT, directory, s.text(name).address(), target.address(), MAX_BYTES);
      Kernel.check(length, Call.READLINKAT, name);
      return FileName.decode(target.asSlice(0, length).toArray(JAVA_BYTE));
    }
  }
}
