package io.windlass.cli.catalog;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Entry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code windlass ls}. */
@Command(name = "ls", description = "List a project or folder; without a path, the projects.")
public final class ListCommand implements Runnable {
  private final Session session;

  @Parameters(arity = "0..1", paramLabel = "PATH", description = "PROJECT/a/b, or a number.")
  private Optional<String> path = Optional.empty();

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
    Entry entry = session.entry(path.get());
    try (Stream<Entry> entries =
        entry.type().equals("file")
            ? Stream.of(entry)
            : session.client().entries().children(entry.id())) {
      session
          .output()
          .list(
              entries,
              entry.name() + " is empty. Put a file into it with: windlass put FILE " + path.get(),
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
