package io.windlass.cli.start;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads moments: {@code 2026-11-21T10:00:00Z}, with another offset, a day alone (its begin in UTC),
 * or a duration from now, like {@code 12h}.
 */
public final class MomentConverter implements ITypeConverter<Instant> {
  private final InstantSource clock;

  /** Made by the parser. */
  public MomentConverter() {
    this(InstantSource.system());
  }

  MomentConverter(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Instant convert(String text) {
    try {
      return text.length() == "2026-11-21".length() && !text.startsWith("P")
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return fromNow(text);
    }
  }

  private Instant fromNow(String text) {
    try {
      return clock.instant().plus(new DurationConverter().convert(text));
    } catch (TypeConversionException e) {
      throw new TypeConversionException(
          "'" + text + "' is no moment: write it like 2026-11-21T10:00:00Z, 2026-11-21 or 12h");
    }
  }
}
