package io.windlass.cli.filesystems;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Which changes a link takes over by itself.
 *
 * @param changes the words of the API for them, each once
 */
record Policy(List<String> changes) {
  static final Policy NONE = new Policy(List.of());
  private static final String NOTHING = "none";
  private static final Set<String> KNOWN = Set.of("new", "changed", "deleted");

  /** Reads {@code NEW,CHANGED,DELETED}, or {@code NONE}. */
  static final class Converter implements ITypeConverter<Policy> {
    /** Made by the parser. */
    Converter() {}

    @Override
    public Policy convert(String text) {
      String words = text.strip().toLowerCase(Locale.ROOT);
      if (words.equals(NOTHING)) {
        return NONE;
      }
      List<String> changes = Stream.of(words.split(",", -1)).map(String::strip).distinct().toList();
      if (!KNOWN.containsAll(changes)) {
        throw new TypeConversionException(
            "'" + text + "' is no policy: write NEW,CHANGED,DELETED, some of them, or NONE");
      }
      return new Policy(changes);
    }
  }

  /** As people read it. */
  static String text(List<String> changes) {
    return changes.isEmpty() ? "-" : String.join(",", changes).toUpperCase(Locale.ROOT);
  }
}
