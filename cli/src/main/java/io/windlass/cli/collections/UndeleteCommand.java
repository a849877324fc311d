package io.windlass.cli.collections;

import io.windlass.cli.output.CliException;
import io.windlass.cli.output.Column;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.MomentConverter;
import io.windlass.cli.start.Session;
import io.windlass.client.model.NewUndeletion;
import io.windlass.client.model.UndeletedEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass undelete}. */
@Command(
    name = "undelete",
    description =
        "Bring back what was deleted from a bucket that keeps versions, by removing its delete"
            + " markers.")
public final class UndeleteCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "PATH", description = "COLLECTION:/path.")
  private String path = "";

  @Option(
      names = {"-r", "--recursive"},
      description = "All below the directory.")
  private boolean recursive;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      converter = MomentConverter.class,
      description =
          "Only what was there at this time; it comes back with the content that it had last.")
  private Optional<Instant> asOf = Optional.empty();

  @Option(names = "--dry-run", description = "Change nothing, and list what would come back.")
  private boolean dryRun;

  /** Made by the parser. */
  public UndeleteCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CollectionPath at =
        CollectionPath.find(path)
            .orElseThrow(() ->
                new CliException(
                    "not_a_collection",
                    path + " is no path in a collection.",
                    "Files and folders come back from the trash: windlass trash list"));
    AtomicBoolean failed = new AtomicBoolean();
    try (Stream<UndeletedEntry> entries =
        session
            .client()
            .collections()
            .undelete(at.collection(), new NewUndeletion(at.path(), recursive, asOf, dryRun))) {
      session
          .output()
          .list(
              entries.peek(entry -> failed.compareAndSet(false, entry.problem().isPresent())),
              "Nothing was deleted at " + at + ".",
              List.of(
                  Column.of("", this::outcome),
                  Column.number("SIZE", entry -> Text.size(entry.size())),
                  Column.of("DELETED", entry -> Text.time(entry.deletedAt())),
                  Column.of("NAME", UndeletedEntry::name)));
    }
    return failed.get() ? 1 : 0;
  }

  private String outcome(UndeletedEntry entry) {
    return entry
        .problem()
        .map(problem -> "failed: " + problem.message())
        .orElse(dryRun ? "would come back" : "is back");
  }
}
