package io.windlass.cli.catalog;

import io.windlass.cli.collections.Browsing;
import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.EntryNames;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Entry;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code windlass mv}. */
@Command(
    name = "mv",
    description = "Move or rename a folder or file, or a path within a collection.")
public final class MoveCommand implements Runnable {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "PATH",
      description = "PROJECT/a/b, a number, or COLLECTION:/path.")
  private String from = "";

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "Its new path; an existing folder of a project gets it under its present name.")
  private String to = "";

  /** Made by the parser. */
  public MoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Optional<CollectionPath> collection = CollectionPath.find(from);
    if (collection.isPresent()) {
      new Browsing(session).rename(collection.get(), to);
      return;
    }
    Entry entry = session.entry(from);
    Entry moved = session.client().entries().move(entry.id(), EntryNames.path(to));
    session
        .output()
        .done(moved, "Moved " + from + " to " + moved.path().orElse(EntryNames.path(to)) + ".");
  }
}
