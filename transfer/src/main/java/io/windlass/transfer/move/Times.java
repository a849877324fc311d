package io.windlass.transfer.move;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Modification times in the metadata of objects: {@code mtime}, in seconds with a fraction. */
final class Times {
  static final String MTIME = "mtime";

  private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000L);

  private Times() {}

  static String write(Instant moment) {
    String seconds = Long.toString(moment.getEpochSecond());
    return moment.getNano() == 0
        ? seconds
        : BigDecimal.valueOf(moment.getEpochSecond())
            .add(BigDecimal.valueOf(moment.getNano(), 9))
            .stripTrailingZeros()
            .toPlainString();
  }

  static Optional<Instant> read(Map<String, String> metadata) {
    String text = metadata.get(MTIME);
    if (text == null || text.length() > 40) {
      return Optional.empty();
    }
    try {
      BigDecimal seconds = new BigDecimal(text.strip());
      BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
      return Optional.of(
          Instant.ofEpochSecond(
              whole.longValueExact(), seconds.subtract(whole).multiply(BILLION).longValue()));
    } catch (ArithmeticException | NumberFormatException | java.time.DateTimeException _) {
      return Optional.empty(); // somebody else's idea of a time
    }
  }
}
