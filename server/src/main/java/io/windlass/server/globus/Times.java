package io.windlass.server.globus;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;

/** Moments as Globus clients write and read them: always UTC, to the second. */
public final class Times {
  private static final DateTimeFormatter OF_TASKS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter OF_FILES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .optionalEnd()
          .toFormatter();

  private Times() {}

  /** In a task or event: {@code 2021-09-02T18:04:49+00:00}. */
  public static String ofTask(Instant moment) {
    return OF_TASKS.format(moment);
  }

  /** In a file document: {@code 2021-09-02 18:04:49+00:00}, with a space. */
  public static String ofFile(Instant moment) {
    return OF_FILES.format(moment);
  }

  /**
   * A moment as clients send it: a date, which means its begin, or a date and time with {@code T}
   * or a space between, with an offset or in UTC.
   *
   * @throws io.windlass.foundation.WindlassException INVALID {@code invalid_time}
   */
  public static Instant read(String field, String text) {
    return switch (parse(field, text)) {
      case OffsetDateTime moment -> moment.toInstant();
      case LocalDateTime moment -> moment.toInstant(ZoneOffset.UTC);
      case LocalDate day -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
      case TemporalAccessor other -> throw new IllegalStateException("not asked for: " + other);
    };
  }

  private static TemporalAccessor parse(String field, String text) {
    try {
      return READ.parseBest(
          text.strip().replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T"),
          OffsetDateTime::from,
          LocalDateTime::from,
          LocalDate::from);
    } catch (DateTimeParseException e) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_time",
              "The value of " + field + " is not a date, or a date and time, of ISO 8601.")
          .toException(e);
    }
  }
}
