package io.windlass.server.start;

import io.windlass.filesystem.FileSystemSettings;
import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * Limits of file systems and links, and how this node serves lazy files. Filled in by the parser.
 */
final class FileSystemArguments {
  @Option(
      names = "--file-systems",
      paramLabel = "N",
      defaultValue = "100",
      description = "File systems on the installation (default: ${DEFAULT-VALUE}).")
  int fileSystems;

  @Option(
      names = "--links",
      paramLabel = "N",
      defaultValue = "8",
      description = "Links of a file system (default: ${DEFAULT-VALUE}).")
  int links;

  @Option(
      names = "--link-requests",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "Creations, changes and deletions of links that wait, of a file system (default:"
              + " ${DEFAULT-VALUE}).")
  int requests;

  @Option(
      names = "--check-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "How often the health of links is looked at, and without root the trees for changes"
              + " (default: ${DEFAULT-VALUE}).")
  int checkSeconds;

  @Option(
      names = "--compare-minutes",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "How often a link compares its directory with a listing (default: ${DEFAULT-VALUE}).")
  int compareMinutes;

  @Option(
      names = "--whole-file-mib",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "Files up to this are fetched whole when they are opened, larger ones as they are read"
              + " (default: ${DEFAULT-VALUE}).")
  long wholeFileMib;

  @Option(
      names = "--whole-file-programs",
      paramLabel = "NAME",
      split = ",",
      description =
          "Programs that get larger files whole too when they open them, besides those that are"
              + " known to look for holes.")
  Set<String> wholeFilePrograms = Set.of();

  @Option(
      names = "--refused-programs",
      paramLabel = "NAME",
      split = ",",
      description =
          "Programs that get no content that is not there yet, but EBUSY: scanners that read"
              + " everything, like updatedb.")
  Set<String> refusedPrograms = Set.of();

  @Option(
      names = "--files-ahead",
      paramLabel = "N",
      defaultValue = "32",
      description =
          "Files up to 1 MiB that are fetched ahead of a program that goes through a directory, at"
              + " most; 0 for none (default: ${DEFAULT-VALUE}).")
  int filesAhead;

  @Option(
      names = "--largest-export-gib",
      paramLabel = "N",
      defaultValue = "5120",
      description = "Larger files are not exported, but reported (default: ${DEFAULT-VALUE}).")
  long largestExportGib;

  FileSystemSettings settings() {
    FileSystemSettings usual = FileSystemSettings.standard();
    return new FileSystemSettings(
        (int) positive("--file-systems", fileSystems),
        (int) positive("--links", links),
        (int) positive("--link-requests", requests),
        Duration.ofSeconds(positive("--check-seconds", checkSeconds)),
        Duration.ofMinutes(positive("--compare-minutes", compareMinutes)),
        usual.follow(),
        usual
            .lazy()
            .with(
                positive("--whole-file-mib", wholeFileMib) << 20,
                wholeFilePrograms,
                refusedPrograms,
                (int) atLeast(0, "--files-ahead", filesAhead)),
        usual.exports().upTo(positive("--largest-export-gib", largestExportGib) << 30));
  }

  /** None is so large that it would not fit in bytes. */
  private static long positive(String option, long number) {
    return atLeast(1, option, number);
  }

  private static long atLeast(int least, String option, long number) {
    if (number < least || number > 1_000_000_000) {
      throw Problem.of(
              Kind.INVALID,
              "invalid_options",
              "%s must be from %d to 1000000000.".formatted(option, least))
          .withRemedy("windlass serve --help lists the options.")
          .toException();
    }
    return number;
  }
}
