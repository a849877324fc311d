package io.windlass.cli.catalog;

import io.windlass.cli.collections.Browsing;
import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.EntryNames;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Entry;
import io.windlass.client.model.NewFolder;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass mkdir}. */
@Command(name = "mkdir", description = "Make folders, or directories in collections.")
public final class MakeFolderCommand implements Runnable {
  private final Session session;

  @Option(
      names = {"-p", "--parents"},
      description = "Make missing folders above too; an existing folder is no error.")
  private boolean parents;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "PROJECT/a/b, or COLLECTION:/path.")
  private List<String> paths = List.of();

  /** Made by the parser. */
  public MakeFolderCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    for (String path : paths) {
      Optional<CollectionPath> collection = CollectionPath.find(path);
      if (collection.isPresent()) {
        new Browsing(session).makeDirectory(collection.get(), parents);
        continue;
      }
      Entry folder =
          session
              .client()
              .entries()
              .createFolder(
                  new NewFolder(
                      Optional.of(EntryNames.path(path)),
                      Optional.empty(),
                      Optional.empty(),
                      parents));
      session.output().done(folder, "Made folder " + path + " with number " + folder.id() + ".");
    }
  }
}
