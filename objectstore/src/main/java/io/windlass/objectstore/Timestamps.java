package io.windlass.objectstore;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Reads the times of answers. The forms that stores write are read without a formatter, which costs
 * more than everything else that is read of an answer to HEAD.
 */
final class Timestamps {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int HTTP_LENGTH = "Sat, 21 Nov 2026 00:00:00 GMT".length();
  private static final int SECONDS_LENGTH = "2026-11-21T00:00:00Z".length();
  private static final int MILLIS_LENGTH = "2026-11-21T00:00:00.000Z".length();
  private static final int NANOS_PER_MILLI = 1_000_000;

  private Timestamps() {}

  /** A date of HTTP (RFC 9110, 5.6.7); empty when it is none. */
  static Optional<Instant> ofHttp(String text) {
    try {
      return Optional.of(
          text.length() == HTTP_LENGTH && text.endsWith(" GMT")
              ? instant(text, 12, month(text), 5, 17, 0)
              : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A time as XML has it (ISO 8601); empty when it is none. */
  static Optional<Instant> ofXml(String text) {
    try {
      boolean millis = text.length() == MILLIS_LENGTH && text.charAt(19) == '.';
      boolean plain = text.length() == SECONDS_LENGTH || millis;
      return Optional.of(
          plain && text.endsWith("Z") && text.charAt(10) == 'T'
              ? instant(text, 0, number(text, 5, 2), 8, 11, millis ? number(text, 20, 3) : 0)
              : Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant instant(
      String text, int year, int month, int day, int time, int thousandths) {
    return LocalDateTime.of(
            number(text, year, 4),
            month,
            number(text, day, 2),
            number(text, time, 2),
            number(text, time + 3, 2),
            number(text, time + 6, 2),
            thousandths * NANOS_PER_MILLI)
        .toInstant(ZoneOffset.UTC);
  }

  private static int month(String text) {
    int at = MONTHS.indexOf(text.substring(8, 11));
    if (at < 0 || at % 3 != 0) {
      throw new DateTimeException("no month: " + text);
    }
    return at / 3 + 1;
  }

  private static int number(String text, int from, int digits) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("no digit in " + text);
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
