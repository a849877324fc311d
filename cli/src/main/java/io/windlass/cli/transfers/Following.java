package io.windlass.cli.transfers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.windlass.cli.output.Bar;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Session;
import io.windlass.client.model.StoredProblem;
import io.windlass.client.model.Transfer;
import io.windlass.client.model.TransferCounts;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Follows a transfer or deletion to its end and says what came of it. */
public final class Following {
  private static final String INACTIVE = "inactive";

  private final Session session;

  /** For one command. */
  public Following(Session session) {
    this.session = session;
  }

  /** What a command does with the task that it has submitted; the exit code. */
  int of(Transfer submitted, TaskOptions options) {
    if (!options.waits()) {
      session
          .output()
          .done(
              submitted,
              capital(submitted.kind())
                  + " "
                  + submitted.id()
                  + " is "
                  + submitted.state()
                  + ". Follow it with: windlass transfers wait "
                  + submitted.id());
      return 0;
    }
    int code = await(submitted);
    if (options.dryRun() && !session.output().json()) {
      report(submitted.id());
      session
          .client()
          .transfers()
          .get(submitted.id())
          .estimate()
          .ifPresent(estimate -> {
            session.output().say("\n");
            Estimates.print(estimate, session.output());
          });
    }
    return code;
  }

  /** Waits; the exit code: 0 when it succeeded and left nothing out. */
  public int await(Transfer known) {
    Output output = session.output();
    AtomicReference<Optional<StoredProblem>> said = new AtomicReference<>(Optional.empty());
    Transfer last;
    try (Bar bar = bar(known)) {
      last =
          session
              .client()
              .transfers()
              .follow(
                  known,
                  now -> {
                    show(now, bar);
                    complain(now, said);
                  });
    }
    output.done(last, summary(last));
    last.problem()
        .ifPresent(problem -> {
          output.warn(problem.message());
          problem.remedy().ifPresent(output::hint);
        });
    boolean worked = last.state().equals("succeeded") && last.counts().skippedErrors() == 0;
    if (last.counts().failed() > 0 || last.counts().skippedErrors() > 0) {
      output.hint("See what did not work with: windlass transfers errors " + known.id());
    }
    return worked ? 0 : 1;
  }

  private Bar bar(Transfer transfer) {
    boolean deletion = transfer.kind().equals("deletion");
    Bar bar =
        new Bar(
            session.output(),
            transfer.label().orElse("files"),
            deletion ? Bar.Unit.OBJECTS : Bar.Unit.BYTES);
    bar.begun(deletion ? "deleting" : "sending", -1);
    return bar;
  }

  private static void show(Transfer now, Bar bar) {
    TransferCounts counts = now.counts();
    if (now.kind().equals("deletion")) {
      bar.outOf(now.walked() ? counts.files() : -1);
      bar.at(counts.filesDeleted());
      return;
    }
    // before all is found, a total would make people hope
    bar.outOf(now.walked() ? counts.bytes() : -1);
    bar.at(counts.bytesTransferred());
    bar.note(
        (counts.filesTransferred() + counts.filesSkipped())
            + "/"
            + counts.files()
            + (now.walked() ? "" : "+")
            + " files");
  }

  /** A task that waits for a person says so, once for each reason. */
  private void complain(Transfer now, AtomicReference<Optional<StoredProblem>> said) {
    if (now.state().equals(INACTIVE) && !said.getAndSet(now.status()).equals(now.status())) {
      now.status()
          .ifPresent(problem -> {
            session.output().warn("Waits for you: " + problem.message());
            problem.remedy().ifPresent(session.output()::hint);
          });
    }
  }

  /** The report as CSV, while it arrives. */
  void report(String id) {
    try (Reader csv = new InputStreamReader(session.client().transfers().report(id), UTF_8)) {
      session.output().copy(csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String summary(Transfer last) {
    return capital(last.kind())
        + " "
        + last.id()
        + " "
        + last.state()
        + took(last)
        + ": "
        + counted(last)
        + ".";
  }

  private static String took(Transfer last) {
    return last.startedAt()
        .flatMap(start -> last.endedAt().map(end -> Duration.between(start, end)))
        .map(span -> " after " + Text.duration(span))
        .orElse("");
  }

  /** What was found and done, for people. */
  static String counted(Transfer transfer) {
    TransferCounts counts = transfer.counts();
    StringBuilder text = new StringBuilder();
    if (transfer.kind().equals("deletion")) {
      text.append(counts.filesDeleted()).append(" deleted");
    } else {
      text.append(counts.filesTransferred())
          .append(counts.filesTransferred() == 1 ? " file sent (" : " files sent (")
          .append(Text.size(counts.bytesTransferred()))
          .append("), ")
          .append(counts.filesSkipped())
          .append(" equal");
      if (counts.filesDeleted() > 0) {
        text.append(", ").append(counts.filesDeleted()).append(" extra deleted");
      }
    }
    text.append(", ").append(counts.failed()).append(" failed");
    if (counts.skippedErrors() > 0) {
      text.append(", ").append(counts.skippedErrors()).append(" left out after errors");
    }
    return text.toString();
  }

  static String capital(String kind) {
    return Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
  }
}
