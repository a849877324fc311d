package io.windlass.cli.filesystems;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Session;
import io.windlass.client.model.LinkTask;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass links tasks}. */
@Command(
    name = "tasks",
    description = "Imports, exports and releases of a file system, in the order they began.")
public final class LinkTaskListCommand implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "FILESYSTEM", description = "Id or name.")
  private String fileSystem = "";

  @Option(
      names = "--project",
      description = "Whose file system it is, where two projects have one of that name.")
  private Optional<String> project = Optional.empty();

  /** Made by the parser. */
  public LinkTaskListCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    String id = session.client().fileSystems().get(fileSystem, project).id();
    try (Stream<LinkTask> tasks = session.client().fileSystems().tasks(id)) {
      session
          .output()
          .list(
              tasks,
              "There are no tasks. Begin one with: windlass links import " + fileSystem,
              List.of(
                  Column.of("ID", LinkTask::id),
                  Column.of("TASK", LinkTask::taskId),
                  Column.of("KIND", LinkTask::kind),
                  Column.of("PATHS", LinkTaskListCommand::paths),
                  Column.of("STATE", LinkTask::state),
                  Column.of("FILES", LinkTaskReport::progress),
                  Column.of("CREATED", task -> Text.time(task.createdAt()))));
    }
  }

  private static String paths(LinkTask task) {
    return switch (task.paths().size()) {
      case 0 -> "all";
      case 1 -> task.paths().getFirst();
      default -> task.paths().getFirst() + " and " + (task.paths().size() - 1) + " more";
    };
  }
}
