package io.windlass.filesystem.lazy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known about versions of the kernel. */
final class Kernels {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

  private Kernels() {}

  /**
   * Whether the events of mappings carry the right range: they do from 6.18 and 6.17.4 on. Before,
   * files have to be filled whole.
   */
  static boolean rangesAreExact() {
    return rangesAreExact(System.getProperty("os.version"));
  }

  static boolean rangesAreExact(String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return false;
    }
    int major = Integer.parseInt(parts.group(1));
    int minor = Integer.parseInt(parts.group(2));
    int patch = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
    return major > 6 || (major == 6 && (minor > 17 || (minor == 17 && patch >= 4)));
  }
}
