package io.windlass.server.start;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.TransferSettings;
import io.windlass.transfer.TransferSettings.Limits;
import io.windlass.transfer.TransferSettings.Retries;
import io.windlass.transfer.TransferSettings.Size;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How this node works on transfers. Filled in by the parser. */
final class TransferArguments {
  @Option(
      names = "--transfers-at-once",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Transfers of a person that are worked on at once, and as many deletions (default:"
              + " ${DEFAULT-VALUE}).")
  int atOnce;

  @Option(
      names = "--transfers-pending",
      paramLabel = "N",
      defaultValue = "100",
      description = "Transfers of a person that have not ended (default: ${DEFAULT-VALUE}).")
  int pending;

  @Option(
      names = "--transfer-files",
      paramLabel = "N",
      defaultValue = "32",
      description = "Files that this node moves at once (default: ${DEFAULT-VALUE}).")
  int files;

  @Option(
      names = "--transfer-hours",
      paramLabel = "N",
      defaultValue = "24",
      description =
          "When a transfer without a deadline of its own is given up unless it advances (default:"
              + " ${DEFAULT-VALUE}).")
  int hours;

  @Option(
      names = "--transfer-confirmation-seconds",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "Pause before a file that is missing or refused is looked at again, twice, and then given"
              + " up (default: ${DEFAULT-VALUE}).")
  int confirmationSeconds;

  TransferSettings settings() {
    TransferSettings usual = TransferSettings.standard();
    Limits limits = usual.limits();
    Size size = usual.size();
    Retries retries = usual.retries();
    return new TransferSettings(
        new Limits(
            positive("--transfers-at-once", atOnce),
            positive("--transfers-at-once", atOnce),
            positive("--transfers-pending", pending),
            limits.files(),
            Duration.ofHours(positive("--transfer-hours", hours)),
            limits.extension(),
            limits.inactivity()),
        new Size(
            size.batchFiles(),
            size.batchBytes(),
            size.batchesAhead(),
            size.batchesAtOnce(),
            positive("--transfer-files", files),
            size.partsInFlight(),
            size.partsFrom(),
            size.partSize()),
        new Retries(
            retries.confirmations(),
            Duration.ofSeconds(positive("--transfer-confirmation-seconds", confirmationSeconds)),
            retries.firstPause(),
            retries.longestPause()),
        usual.pace());
  }

  private static int positive(String option, int number) {
    if (number < 1) {
      throw Problem.of(Kind.INVALID, "invalid_options", option + " must be at least 1.")
          .withRemedy("windlass serve --help lists the options.")
          .toException();
    }
    return number;
  }
}
