package io.windlass.objectstore.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keys as messages spell them. */
final class EventKeys {
  private static final int LONGEST = 1024;
  private static final String REPLACEMENT = "\uFFFD";

  private EventKeys() {}

  /** The key behind a form-encoded spelling; taken as it is where it is not such a one. */
  static List<String> encoded(String spelling) {
    return decode(spelling).or(() -> Optional.of(spelling)).filter(EventKeys::usable).stream()
        .toList();
  }

  /** Every key that a spelling may stand for when it is not known whether it is encoded. */
  static List<String> eitherWay(String spelling) {
    return Stream.concat(Stream.of(spelling), decode(spelling).stream())
        .distinct()
        .filter(EventKeys::usable)
        .toList();
  }

  private static Optional<String> decode(String spelling) {
    try {
      String key = URLDecoder.decode(spelling, UTF_8);
      boolean broken = key.contains(REPLACEMENT) && !spelling.contains(REPLACEMENT);
      return broken && !spelling.toUpperCase(java.util.Locale.ROOT).contains("%EF%BF%BD")
          ? Optional.empty()
          : Optional.of(key);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether a store can have such a key and a database can keep it. */
  private static boolean usable(String key) {
    return !key.isEmpty()
        && key.length() <= LONGEST
        && key.indexOf('\0') < 0
        && UTF_8.newEncoder().canEncode(key)
        && key.getBytes(UTF_8).length <= LONGEST;
  }
}
