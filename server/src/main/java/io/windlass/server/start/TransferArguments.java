package io.windlass.server.start;

import io.windlass.foundation.Problem;
import io.windlass.foundation.Problem.Kind;
import io.windlass.transfer.Prices;
import io.windlass.transfer.TransferSettings;
import io.windlass.transfer.TransferSettings.Limits;
import io.windlass.transfer.TransferSettings.Retries;
import io.windlass.transfer.TransferSettings.Size;
import io.windlass.transfer.TransferSettings.Web;
import io.windlass.transfer.web.AddressRange;
import io.windlass.transfer.web.AllowedAddresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--transfer-report-days",
      paramLabel = "N",
      defaultValue = "90",
      description =
          "How long reports and events of transfers stay after their end (default:"
              + " ${DEFAULT-VALUE}).")
  int reportDays;

  @Option(
      names = "--allow-addresses",
      paramLabel = "RANGE",
      split = ",",
      description =
          "Networks that are not public, like 10.1.0.0/16, and may be reached all the same as"
              + " https sources and webhooks of transfers; several with commas (default: none).")
  List<String> allowAddresses = List.of();

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "File of what stores charge, for the estimates of dry runs (default: none).")
  @Nullable Path prices;

  /** The prices, read now. */
  Prices prices() {
    if (prices == null) {
      return Prices.NONE;
    }
    try {
      return Prices.parse(Files.readString(prices));
    } catch (IOException e) {
      throw Problem.of(Kind.INVALID, "invalid_options", "--prices: " + prices + " cannot be read.")
          .withRemedy("windlass serve --help lists the options.")
          .toException(e);
    }
  }

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
            limits.inactivity(),
            Duration.ofDays(positive("--transfer-report-days", reportDays))),
        new Size(
            size.batchFiles(),
            size.batchBytes(),
            size.batchesAhead(),
            size.batchesAtOnce(),
            positive("--transfer-files", files),
            size.partsInFlight(),
            size.partsFrom(),
            size.partSize(),
            size.copiedWhole()),
        new Retries(
            retries.confirmations(),
            Duration.ofSeconds(positive("--transfer-confirmation-seconds", confirmationSeconds)),
            retries.firstPause(),
            retries.longestPause()),
        usual.pace(),
        new Web(
            new AllowedAddresses(allowAddresses.stream().map(AddressRange::parse).toList()),
            usual.web().patience(),
            usual.web().plainLoopback()));
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
