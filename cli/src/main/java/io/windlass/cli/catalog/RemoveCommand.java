package io.windlass.cli.catalog;

import io.windlass.cli.output.CliException;
import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.Session;
import io.windlass.cli.transfers.Deletions;
import io.windlass.client.model.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass rm}. */
@Command(
    name = "rm",
    description =
        "Put files, or with -r folders, into the trash. What is in a collection is deleted for"
            + " good.")
public final class RemoveCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = {"-r", "--recursive"},
      description = "Folders too, with all in them.")
  private boolean recursive;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "PROJECT/a/b, a number, or COLLECTION:/path.")
  private List<String> paths = List.of();

  /** Made by the parser. */
  public RemoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<CollectionPath> inCollections = new ArrayList<>();
    for (String path : paths) {
      CollectionPath.find(path).ifPresentOrElse(inCollections::add, () -> trash(path));
    }
    return inCollections.isEmpty() ? 0 : new Deletions(session).delete(inCollections, recursive);
  }

  private void trash(String path) {
    Entry entry = session.entry(path);
    if (!entry.type().equals("file") && !recursive) {
      throw new CliException(
          "is_a_folder",
          path + " is a " + entry.type() + ".",
          "Remove it with all in it: windlass rm -r " + path);
    }
    session.client().entries().delete(entry.id());
    session
        .output()
        .say(path + " is in the trash. Get it back with: windlass trash restore " + entry.id());
  }
}
