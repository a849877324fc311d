package io.windlass.cli.tasks;

import io.windlass.cli.output.Column;
import io.windlass.cli.output.Output;
import io.windlass.cli.output.Text;
import io.windlass.cli.start.Group;
import io.windlass.cli.start.Session;
import io.windlass.client.model.Task;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass tasks}. */
@Command(name = "tasks", description = "Long work.")
public final class TasksCommand extends Group {
  private final Session session;

  /** Made by the parser. */
  public TasksCommand(Session session) {
    this.session = session;
  }

  /** Lists tasks. */
  @Command(name = "list", description = "The tasks you can see, newest first.")
  public void list(
      @Option(names = "--state", description = "pending, active, succeeded, failed or cancelled.")
          Optional<String> state) {
    try (Stream<Task> tasks = session.client().tasks().list(state)) {
      session
          .output()
          .list(
              tasks,
              "There are no tasks.",
              List.of(
                  Column.of("ID", Task::id),
                  Column.of("KIND", Task::kind),
                  Column.of("SUBJECT", Task::subject),
                  Column.of("STATE", Task::state),
                  Column.of("PROGRESS", TaskReport::progress),
                  Column.of("CREATED", task -> Text.time(task.createdAt()))));
    }
  }

  /** Shows a task. */
  @Command(name = "show", description = "One task.")
  public void show(@Parameters(paramLabel = "TASK", description = "Its id.") String id) {
    Task task = session.client().tasks().get(id);
    session.output().one(task, facts(task));
  }

  /** Asks a task to end. */
  @Command(name = "cancel", description = "Ask a task to end.")
  public void cancel(@Parameters(paramLabel = "TASK", description = "Its id.") String id) {
    Task task = session.client().tasks().cancel(id);
    session.output().done(task, "Task " + id + " is " + task.state() + " and asked to end.");
  }

  /** Waits for a task. */
  @Command(
      name = "wait",
      description = "Wait for the end of a task; ends with 1 when it did not succeed.")
  public int await(@Parameters(paramLabel = "TASK", description = "Its id.") String id) {
    return new TaskReport(session).await(id);
  }

  private static Output.Facts facts(Task task) {
    return new Output.Facts()
        .add("Id", task.id())
        .add("Kind", task.kind())
        .add("Subject", task.subject())
        .add("State", task.state())
        .add("Progress", TaskReport.progress(task))
        .add("Problem", task.problem().map(problem -> problem.message()))
        .add("Created", Text.time(task.createdAt()))
        .add("Started", task.startedAt().map(Text::time))
        .add("Ended", task.endedAt().map(Text::time));
  }
}
