package io.windlass.cli.start;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads sizes in bytes: {@code 4096}, {@code 100G}, {@code 1.5T}, {@code 300MiB}; a K is 1,024.
 * Written {@code KB}, {@code MB} and so on, it is 1,000.
 */
public final class SizeConverter implements ITypeConverter<Long> {
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)(?:([KMGTP])(I?B)?|B)?");
  private static final String UNITS = "KMGTP";

  /** Made by the parser. */
  public SizeConverter() {}

  @Override
  public Long convert(String text) {
    Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT));
    if (matcher.matches()) {
      try {
        return new BigDecimal(matcher.group(1)).multiply(unit(matcher)).longValueExact();
      } catch (ArithmeticException e) {
        // said below: no whole number of bytes, or far too many
      }
    }
    throw new TypeConversionException("'" + text + "' is no size: write it like 100G or 512M");
  }

  private static BigDecimal unit(Matcher matcher) {
    if (matcher.group(2) == null) {
      return BigDecimal.ONE;
    }
    BigDecimal step = BigDecimal.valueOf("B".equals(matcher.group(3)) ? 1000 : 1024);
    return step.pow(UNITS.indexOf(matcher.group(2)) + 1);
  }
}
