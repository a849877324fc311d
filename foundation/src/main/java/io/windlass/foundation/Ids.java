package io.windlass.foundation;

import java.security.SecureRandom;

/**
 * Random identifiers: a readable prefix and 27 characters of base 62, more than 160 bits.
 * Thread-safe.
 */
public final class Ids {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 27;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** A new identifier, for example {@code create("proj_")}. */
  public static String create(String prefix) {
    return prefix + random(LENGTH);
  }

  /** Random characters of base 62, from a cryptographic source. */
  public static String random(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
