package io.windlass.transfer.move;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Modification times in the metadata of objects: {@code mtime}, in seconds with a fraction. */
final class Times {
  static final String MTIME = "mtime";

  /** No exponents: they make short texts of enormous numbers. */
  private static final Pattern SECONDS = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,30})?");

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
    if (text == null || !SECONDS.matcher(text).matches()) {
      return Optional.empty(); // somebody else's idea of a time
    }
    try {
      BigDecimal seconds = new BigDecimal(text);
      BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
      return Optional.of(
          Instant.ofEpochSecond(
              whole.longValueExact(), seconds.subtract(whole).multiply(BILLION).longValue()));
    } catch (ArithmeticException | DateTimeException _) {
      return Optional.empty();
    }
  }
}
