package io.windlass.cli.transfers;

import io.windlass.cli.output.CliException;
import io.windlass.cli.start.CollectionPath;
import io.windlass.cli.start.Session;
import io.windlass.client.model.NewDeletion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass transfers delete}. */
@Command(
    name = "delete",
    description = "Delete files, or with -r directories, of a collection. There is no trash.")
public final class DeleteCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "1..*",
      paramLabel = "COLLECTION:/PATH",
      description = "What to delete, of one collection.")
  private List<String> paths = List.of();

  @Option(
      names = {"-r", "--recursive"},
      description = "Directories too, with all in them.")
  private boolean recursive;

  @Option(names = "--ignore-missing", description = "What is not there is no error.")
  private boolean ignoreMissing;

  @Option(
      names = "--glob",
      description = "The last segments of the paths are globs: * ? [abc], quoted for the shell.")
  private boolean globs;

  @Mixin private final TaskOptions task = new TaskOptions();

  /** Made by the parser. */
  public DeleteCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<CollectionPath> all = paths.stream().map(path -> CollectionPath.of(path).named()).toList();
    if (all.stream().map(CollectionPath::collection).distinct().count() > 1) {
      throw new CliException(
          "other_collection", "The paths are in several collections.", "Delete one after another.");
    }
    return new Following(session)
        .of(
            session
                .client()
                .transfers()
                .submit(
                    new NewDeletion(
                        Optional.of(task.submissionId()),
                        all.getFirst().collection(),
                        all.stream().map(CollectionPath::path).toList(),
                        recursive,
                        ignoreMissing,
                        globs,
                        task.label(),
                        task.deadline(),
                        task.dryRun())),
            task);
  }
}
