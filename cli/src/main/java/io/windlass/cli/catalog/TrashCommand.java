package io.windlass.cli.catalog;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Entry;
import io.windlass.client.model.TrashedEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass trash}. */
@Command(name = "trash", description = "What was deleted and can come back.")
public final class TrashCommand extends Group {
  private final Session session;

  /** Made by the parser. */
  public TrashCommand(Session session) {
    this.session = session;
  }

  /** Lists the trash. */
  @Command(name = "list", description = "What you may restore.")
  public void list() {
    try (Stream<TrashedEntry> entries = session.client().trash().list()) {
      session
          .output()
          .list(
              entries,
              "The trash is empty.",
              List.of(
                  Column.number("NUMBER", TrashedEntry::id),
                  Column.of("TYPE", TrashedEntry::type),
                  Column.of("NAME", TrashedEntry::name),
                  Column.of("DELETED", entry -> Text.time(entry.deletedAt()))));
    }
  }

  /** Puts an entry back. */
  @Command(name = "restore", description = "Put an entry back.")
  public void restore(
      @Parameters(paramLabel = "NUMBER", description = "As windlass trash list shows it.") long id,
      @Option(
              names = "--into",
              paramLabel = "FOLDER",
              description = "PROJECT/a/b, or its number. Default: where it was.")
          Optional<String> folder) {
    Entry entry =
        session.client().trash().restore(id, folder.map(name -> session.entry(name).id()));
    session.output().done(entry, "Restored " + entry.path().orElse(entry.name()) + ".");
  }

  /** Deletes an entry for good. */
  @Command(name = "purge", description = "Delete an entry for good.")
  public void purge(
      @Parameters(paramLabel = "NUMBER", description = "As windlass trash list shows it.")
          long id) {
    session.client().trash().purge(id);
    session.output().say("Deleted " + id + " for good.");
  }
}
