package io.windlass.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.ValueLayout;

/** Numbers of the kernel at addresses of any alignment. */
final class Layouts {
  static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED;
  static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED;
  static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED;

  private Layouts() {}
}
