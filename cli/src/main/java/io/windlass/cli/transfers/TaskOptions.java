package io.windlass.cli.transfers;

import io.windlass.cli.start.MomentConverter;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Option;

/** What a transfer and a deletion have in common. Filled in by the parser. */
final class TaskOptions {
  @Option(names = "--label", description = "For people, at most 128 characters.")
  private Optional<String> label = Optional.empty();

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      converter = MomentConverter.class,
      description =
          "When to give up, like 12h or 2026-11-21T10:00:00Z. Default: 24 h, extended while it"
              + " advances.")
  private Optional<Instant> deadline = Optional.empty();

  @Option(names = "--dry-run", description = "Change nothing; wait, and print what would be done.")
  private boolean dryRun;

  @Option(
      names = "--submission-id",
      paramLabel = "UUID",
      description = "The same one twice makes one task. Default: a new one.")
  private Optional<UUID> submissionId = Optional.empty();

  @Option(names = "--wait", description = "Wait for the end; ends with 1 unless all of it worked.")
  private boolean wait;

  Optional<String> label() {
    return label;
  }

  Optional<Instant> deadline() {
    return deadline;
  }

  boolean dryRun() {
    return dryRun;
  }

  String submissionId() {
    return submissionId.orElseGet(UUID::randomUUID).toString();
  }

  boolean waits() {
    return wait || dryRun;
  }
}
