package io.windlass.transfer;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Files to transfer. */
final class Samples {
  private Samples() {}

  /** So many files in some directories, of up to so many bytes. */
  static Map<String, byte[]> files(int count, int size) {
    Random random = new Random(count * 31L + size);
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[size == 0 ? 0 : random.nextInt(size)];
      random.nextBytes(bytes);
      files.put("d" + i % 7 + "/é file " + i + ".txt", bytes);
    }
    return files;
  }
}
