package io.windlass.filesystem;

import io.windlass.database.task.Outcome;
import io.windlass.database.task.TaskHandler;
import io.windlass.database.task.TaskRun;
import io.windlass.filesystem.RepositoryTask.Kind;
import io.windlass.filesystem.RepositoryTasks.TaskInput;
import io.windlass.filesystem.TaskLedger.Place;
import io.windlass.foundation.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Works on repository tasks of one kind, step by step: each a link and what of it is meant. */
final class RepositoryWork implements TaskHandler {
  private static final Duration UNTIL_OPEN = Duration.ofSeconds(1);

  private final FileSystemNode node;
  private final NodeSetup setup;
  private final Jdbi jdbi;
  private final Kind kind;
  private final RepositoryEngine engine;

  RepositoryWork(FileSystemNode node, NodeSetup setup, Kind kind, RepositoryEngine engine) {
    this.node = node;
    this.setup = setup;
    this.jdbi = setup.database().jdbi();
    this.kind = kind;
    this.engine = engine;
  }

  @Override
  public String kind() {
    return kind.taskKind();
  }

  @Override
  public Outcome run(TaskRun run) {
    TaskInput input = Json.read(run.input(), TaskInput.class);
    String id = input.repositoryTask();
    RepositoryTask task =
        jdbi.withHandle(handle -> RepositoryTaskRows.find(handle, id)).orElseThrow();
    Optional<ServedFileSystem> served = node.served(task.fileSystemId());
    if (served.isEmpty()) {
      return Outcome.later(UNTIL_OPEN);
    }
    List<LinkDetails> links =
        jdbi.withHandle(handle -> LinkRows.ofFileSystem(handle, task.fileSystemId()));
    List<RepositoryStep> steps = RepositoryStep.of(task, links, input.plain());
    TaskLedger ledger = new TaskLedger(setup, run, id);
    for (int i = ledger.place().step(); i < steps.size(); i++) {
      engine.work(served.get(), task, steps.get(i), ledger);
      Place end = ledger.place();
      ledger.reached(new Place(i + 1, Optional.empty(), end.succeeded(), end.failed()));
    }
    ledger.save();
    CompletionReport.write(setup, task, links);
    return outcome(task, steps, ledger);
  }

  private static Outcome outcome(
      RepositoryTask task, List<RepositoryStep> steps, TaskLedger ledger) {
    Place end = ledger.place();
    Optional<String> nowhere =
        task.paths().stream()
            .filter(path -> steps.stream().noneMatch(step -> step.asked().equals(path)))
            .findFirst();
    if (nowhere.isPresent()) {
      return failed("path_not_linked", "The path " + nowhere.get() + " lies in no link.");
    }
    if (!ledger.absent().isEmpty()) {
      return failed(
          "path_not_found", "There is nothing at " + String.join(", ", ledger.absent()) + ".");
    }
    if (end.failed() > 0) {
      return failed(
          "files_failed",
          "%d of %d files failed."
              .formatted(end.failed(), Math.addExact(end.succeeded(), end.failed())));
    }
    return Outcome.succeeded();
  }

  private static Outcome failed(String code, String message) {
    return Outcome.failed(
        Problem.of(Problem.Kind.CONFLICT, code, message)
            .withRemedy("The report of the task names each file with its reason."));
  }
}
