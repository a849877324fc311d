package io.windlass.cli.catalog;

import io.windlass.cli.collections.Browsing;
import io.windlass.cli.collections.ListingOptions;
import io.windlass.cli.output.CliException;
import io.windlass.cli.output.Column;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Entry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code windlass ls}. */
@Command(
    name = "ls",
    description =
        "List a project, a folder, or a directory of a collection; without a path, the projects.")
public final class ListCommand implements Runnable {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = "PROJECT/a/b, a number, or COLLECTION:/path.")
  private Optional<String> path = Optional.empty();

  @Mixin private ListingOptions options = new ListingOptions();

  /** Made by the parser. */
  public ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (path.isEmpty()) {
      new ProjectsCommand(session).list();
      return;
    }
    Optional<CollectionPath> collection = CollectionPath.find(path.get());
    if (collection.isPresent()) {
      new Browsing(session).list(collection.get(), options);
      return;
    }
    if (options.any()) {
      throw new CliException(
          "not_a_collection",
          path.get() + " is no path in a collection.",
          "These options are for paths like COLLECTION:/path.");
    }
    listEntries();
  }

  private void listEntries() {
    Entry entry = session.entry(path.orElseThrow());
    try (Stream<Entry> entries =
        entry.type().equals("file")
            ? Stream.of(entry)
            : session.client().entries().children(entry.id())) {
      session
          .output()
          .list(
              entries,
              entry.name()
                  + " is empty. Put a file into it with: windlass put FILE "
                  + path.orElseThrow(),
              List.of(
                  Column.of("TYPE", Entry::type),
                  Column.number(
                      "SIZE", child -> child.version().map(v -> Text.size(v.file().size()))),
                  Column.of("MODIFIED", child -> Text.time(child.modifiedAt())),
                  Column.number("NUMBER", Entry::id),
                  Column.of("NAME", Entry::name)));
    }
  }
}
