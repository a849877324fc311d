package io.windlass.filesystem;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random ids of file systems, links and their tasks: a prefix and 17 hexadecimal digits. */
final class HexIds {
  private static final int DIGITS = 17;
  private static final SecureRandom RANDOM = new SecureRandom();

  private HexIds() {}

  static String create(String prefix) {
    byte[] bytes = new byte[9];
    RANDOM.nextBytes(bytes);
    return prefix + HexFormat.of().formatHex(bytes).substring(0, DIGITS);
  }
}
