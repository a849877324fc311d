package io.windlass.cli.transfers;

import io.windlass.cli.output.CliException;
import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.MomentConverter;
import io.windlass.cli.start.Session;
import io.windlass.client.Transfers.Filter;
import io.windlass.client.Transfers.Lines;
import io.windlass.client.model.StoredProblem;
import io.windlass.client.model.Transfer;
import io.windlass.client.model.TransferChange;
import io.windlass.client.model.TransferEvent;
import io.windlass.client.model.TransferredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass transfers}. */
@Command(
    name = "transfers",
    description = "Move anything anywhere: between buckets, accounts, stores and directories.",
    subcommands = {SubmitCommand.class, DeleteCommand.class})
public final class TransfersCommand extends Group {
  /** Of the remedies of many files so many are told: they resemble each other. */
  private static final int REMEDIES = 3;

  private static final String WHICH = "Its id.";

  private final Session session;

  /** Made by the parser. */
  public TransfersCommand(Session session) {
    this.session = session;
  }

  /** Lists transfers and deletions. */
  @Command(name = "list", description = "Your transfers and deletions, newest first.")
  public void list(
      @Option(
              names = "--state",
              description = "queued, active, inactive, succeeded, failed, cancelled or expired.")
          Optional<String> state,
      @Option(names = "--collection", description = "Only those that read or write this one.")
          Optional<String> collection,
      @Option(names = "--everybody", description = "Those of others too. Takes an administrator.")
          boolean everybody) {
    try (Stream<Transfer> all =
        session.client().transfers().list(new Filter(state, collection, everybody))) {
      session
          .output()
          .list(
              all,
              "No transfers found. Submit one with: windlass transfers submit FROM:/path TO:/path",
              List.of(
                  Column.of("ID", Transfer::id),
                  Column.of("KIND", Transfer::kind),
                  Column.of("STATE", Transfer::state),
                  Column.of("FROM", transfer -> transfer.source().map(TransferFacts::name)),
                  Column.of("TO", transfer -> TransferFacts.name(transfer.destination())),
                  Column.of("DONE", Following::counted),
                  Column.of("LABEL", Transfer::label),
                  Column.of("SUBMITTED", transfer -> Text.time(transfer.createdAt()))));
    }
  }

  /** Shows a transfer. */
  @Command(name = "show", description = "One transfer or deletion.")
  public void show(@Parameters(paramLabel = "TRANSFER", description = WHICH) String id) {
    Transfer transfer = session.client().transfers().get(id);
    session.output().one(transfer, TransferFacts.of(transfer));
    if (!session.output().json()) {
      transfer.estimate().ifPresent(estimate -> Estimates.print(estimate, session.output()));
    }
  }

  /** Shows what happened. */
  @Command(name = "events", description = "What happened, newest first.")
  public void events(
      @Parameters(paramLabel = "TRANSFER", description = WHICH) String id,
      @Option(names = "--errors", description = "Only errors.") boolean errorsOnly) {
    try (Stream<TransferEvent> events = session.client().transfers().events(id, errorsOnly)) {
      session
          .output()
          .list(
              events,
              "Nothing has happened yet.",
              List.of(
                  Column.of("TIME", event -> Text.time(event.at())),
                  Column.of("CODE", TransferEvent::code),
                  Column.of("EVENT", TransferEvent::description),
                  Column.of("DETAILS", TransferEvent::details)));
    }
  }

  /** Shows what did not work. */
  @Command(
      name = "errors",
      description = "Files that were given up, and those left out after errors at the source.")
  public void errors(@Parameters(paramLabel = "TRANSFER", description = WHICH) String id) {
    Set<String> remedies = new LinkedHashSet<>();
    try (Stream<TransferredFile> failed = session.client().transfers().files(id, Lines.FAILED);
        Stream<TransferredFile> skipped =
            session.client().transfers().files(id, Lines.SKIPPED_ERRORS)) {
      session
          .output()
          .list(
              Stream.concat(failed, skipped)
                  .peek(file ->
                      file.problem()
                          .flatMap(StoredProblem::remedy)
                          .filter(_ -> remedies.size() < REMEDIES)
                          .ifPresent(remedies::add)),
              "Nothing was given up.",
              List.of(
                  Column.of("OUTCOME", TransferredFile::outcome),
                  Column.of("FROM", TransferredFile::source),
                  Column.of("TO", TransferredFile::destination),
                  Column.of("CODE", file -> file.problem().map(problem -> problem.code())),
                  Column.of("WHY", file -> file.problem().map(problem -> problem.message()))));
    }
    remedies.forEach(session.output()::hint);
  }

  /** Prints the report. */
  @Command(
      name = "report",
      description =
          "A line for each file as CSV: what was done, paths, size, checksum, version, and why not.")
  public void report(
      @Parameters(paramLabel = "TRANSFER", description = WHICH) String id,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              description = "Write it there. Default: standard output.")
          Optional<Path> file) {
    if (file.isEmpty()) {
      new Following(session).report(id);
      return;
    }
    try (InputStream csv = session.client().transfers().report(id)) {
      Files.copy(csv, file.get(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CliException(
          "report_not_written",
          "The report could not be written to " + file.get() + ": " + e.getMessage() + ".",
          "Name another file, or try again.");
    }
    session.output().say("Wrote the report to " + file.get() + ".");
  }

  /** Stops a transfer. */
  @Command(name = "cancel", description = "Stop a transfer: what is done stays done.")
  public void cancel(@Parameters(paramLabel = "TRANSFER", description = WHICH) String id) {
    Transfer transfer = session.client().transfers().cancel(id);
    session
        .output()
        .done(
            transfer,
            Following.capital(transfer.kind()) + " " + id + " is " + transfer.state() + ".");
  }

  /** Waits for a transfer. */
  @Command(name = "wait", description = "Wait for the end; ends with 1 unless all of it worked.")
  public int await(@Parameters(paramLabel = "TRANSFER", description = WHICH) String id) {
    return new Following(session).await(session.client().transfers().get(id));
  }

  /** Changes a transfer. */
  @Command(name = "update", description = "Change label or deadline of one that has not ended.")
  public void update(
      @Parameters(paramLabel = "TRANSFER", description = WHICH) String id,
      @Option(names = "--label", description = "For people.") Optional<String> label,
      @Option(
              names = "--deadline",
              paramLabel = "TIME",
              converter = MomentConverter.class,
              description = "When to give up, like 12h or 2026-11-21T10:00:00Z.")
          Optional<Instant> deadline) {
    Transfer transfer =
        session.client().transfers().update(id, new TransferChange(label, deadline));
    Output output = session.output();
    output.one(transfer, TransferFacts.of(transfer));
  }
}
