package io.windlass.foundation;

import java.util.Comparator;

/**
 * The order of keys in listings: by the bytes of their UTF-8, which is the order of code points and
 * not that of Java's strings.
 */
public final class KeyOrder {
  /** The order as a comparator. */
  public static final Comparator<String> OF_KEYS = KeyOrder::compare;

  private KeyOrder() {}

  /** Compares two keys: negative when {@code a} comes first. */
  public static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Integer.compare(rank(x), rank(y));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Surrogates stand for code points above all others. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }
}
