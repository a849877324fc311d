package io.windlass.cli.transfers;

import io.windlass.cli.output.CliException;
import io.windlass.cli.start.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * Many items of one transfer, a line each: {@code SOURCE DESTINATION [--recursive] [--expect
 * ALGORITHM:HEX] [--version-id ID]}. Empty lines and what begins with {@code #} is left out.
 */
final class BatchFile {
  private BatchFile() {}

  /** One line. */
  @Command
  static final class Line {
    @Parameters(index = "0", paramLabel = "SOURCE")
    private String source = "";

    @Parameters(index = "1", paramLabel = "DESTINATION")
    private String destination = "";

    @Option(names = {"-r", "--recursive"})
    private boolean recursive;

    @Option(names = "--expect")
    private Optional<String> expected = Optional.empty();

    @Option(names = "--version-id")
    private Optional<String> versionId = Optional.empty();

    String source() {
      return source;
    }

    String destination() {
      return destination;
    }

    Optional<Boolean> recursive() {
      return recursive ? Optional.of(true) : Optional.empty();
    }

    Optional<String> expected() {
      return expected;
    }

    Optional<String> versionId() {
      return versionId;
    }
  }

  /**
   * The lines of a file.
   *
   * @param file {@code -} is standard input
   */
  static List<Line> read(String file) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String text : Documents.read(file).lines().toList()) {
      number++;
      if (!text.isBlank() && !text.startsWith("#")) {
        lines.add(parse(text, number));
      }
    }
    if (lines.isEmpty()) {
      throw new CliException(
          "batch_empty", "The batch has no lines.", "Write one for each item: SOURCE DESTINATION");
    }
    return lines;
  }

  private static Line parse(String text, int number) {
    Line line = new Line();
    try {
      new CommandLine(line)
          .setExpandAtFiles(false)
          .parseArgs(Words.of(text).toArray(String[]::new));
      return line;
    } catch (ParameterException | CliException e) {
      throw new CliException(
          "batch_line",
          "Line " + number + " of the batch: " + e.getMessage(),
          "Write SOURCE DESTINATION [--recursive] [--expect ALGORITHM:HEX] [--version-id ID];"
              + " quote what has blanks.");
    }
  }
}
